import Plus from "lucide-solid/icons/plus"
import SearchX from "lucide-solid/icons/search-x"
import SquarePen from "lucide-solid/icons/square-pen"
import { createSignal, For, Match, Show, Switch } from "solid-js"
import type { Shelf } from "../api/Rules.ts"
import { Button, IconButton } from "../ui/Button.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
import { UndoBar } from "../ui/UndoBar.tsx"
import { AddLanguage } from "./AddLanguage.tsx"
import { createTemplates, type Templates } from "./createTemplates.ts"
import { TemplateEditor } from "./TemplateEditor.tsx"
import { groupWords, keyWords, oneLine } from "./templateWords.ts"

/** Every text that customers may read, and the place to write it. */
const TemplatesView = () => {
  const templates = createTemplates()
  const [isAdding, setAdding] = createSignal(false)
  const opened = () => templates.opened()
  /** A phone shows the list or one text. */
  const isReading = () => opened() !== undefined
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Texts">
        <Show when={templates.list()}>
          <div class="flex min-w-0 items-center gap-1" classList={{ "max-md:hidden": isReading() }}>
            <FilterTabs
              label="Language"
              tabs={templates.languages().map((language, index) => ({
                key: language,
                label: index === 0 ? `${language} (yours)` : language
              }))}
              current={templates.language()}
              onPick={templates.setLanguage}
            />
            <IconButton label="Add a language" onClick={() => setAdding(true)}>
              <Plus class="size-4" aria-hidden="true" />
            </IconButton>
          </div>
          <button
            type="button"
            aria-pressed={templates.isOwnOnly()}
            onClick={() => templates.setOwnOnly(!templates.isOwnOnly())}
            class="h-8 shrink-0 rounded-md border px-2.5 md:ml-auto pointer-coarse:h-10"
            classList={{
              "border-accent bg-selected font-medium text-accent": templates.isOwnOnly(),
              "border-edge/60 text-muted hover:bg-hover": !templates.isOwnOnly(),
              "max-md:hidden": isReading()
            }}
          >
            Own texts <span class="figures text-xs">{templates.ownCount()}</span>
          </button>
        </Show>
        <SearchField
          class={`w-full md:w-64 ${isReading() ? "max-md:hidden" : ""}`}
          label="Search the texts"
          value={templates.search()}
          onSearch={templates.setSearch}
        />
      </PageHead>
      <Show when={templates.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={templates.reload} />}
      </Show>
      <Show
        when={templates.list() !== null}
        fallback={
          <Show when={templates.trouble() === null}>
            <SkeletonRows count={14} rowClass="h-12" />
          </Show>
        }
      >
        <div class="flex min-h-0 flex-1">
          <div
            class="relative w-full shrink-0 overflow-y-auto scroll-thin border-line md:w-80 md:border-r xl:w-96"
            classList={{ "max-md:hidden": opened() !== undefined }}
          >
            <Show
              when={templates.groups().length > 0}
              fallback={
                <EmptyState
                  icon={<SearchX />}
                  text={templates.search() === "" ? "No text of your own yet." : "No text fits this search."}
                  {...(templates.search() === ""
                    ? { hint: "Pick a text and write it as you would say it." }
                    : {})}
                >
                  <Button
                    onClick={() => {
                      templates.setSearch("")
                      templates.setOwnOnly(false)
                    }}
                  >
                    Show all texts
                  </Button>
                </EmptyState>
              }
            >
              <For each={templates.groups()}>
                {(group) => (
                  <section aria-label={groupWords(group.name)}>
                    <h2 class="sticky top-0 z-1 border-b border-line bg-surface px-3 py-1.5 text-xs font-semibold text-muted">
                      {groupWords(group.name)}
                    </h2>
                    <ul>
                      <For each={group.templates}>
                        {(shelf) => <ShelfRow shelf={shelf} templates={templates} />}
                      </For>
                    </ul>
                  </section>
                )}
              </For>
            </Show>
          </div>
          <div
            class="relative min-w-0 flex-1 overflow-y-auto scroll-thin"
            classList={{ "max-md:hidden": opened() === undefined }}
          >
            <Switch
              fallback={
                <EmptyState
                  icon={<SquarePen />}
                  text="Pick a text to read or change it."
                  hint="You see it with a customer's real data before anybody gets it."
                />
              }
            >
              <Match when={opened()}>
                {(found) => (
                  <Show when={found().text.key} keyed>
                    <TemplateEditor templates={templates} text={found().text} shelf={found().shelf} />
                  </Show>
                )}
              </Match>
            </Switch>
          </div>
        </div>
      </Show>
      <Show when={isAdding()}>
        <AddLanguage
          onClose={() => setAdding(false)}
          onAdd={(language) => {
            setAdding(false)
            templates.setLanguage(language)
          }}
        />
      </Show>
      <UndoBar done={templates.done()} onClose={templates.forgetDone} />
    </div>
  )
}

const ShelfRow = (props: { readonly shelf: Shelf; readonly templates: Templates }) => {
  const isOpen = () => props.templates.opened()?.shelf.key === props.shelf.key
  const ownCount = () => props.shelf.variants.filter(({ own }) => own !== null).length
  const isDraft = () => [props.shelf, ...props.shelf.variants].some(({ key }) => props.templates.isDraft(key))
  return (
    <li>
      <button
        type="button"
        aria-current={isOpen() ? "true" : undefined}
        onClick={() => props.templates.open(props.shelf.key)}
        class="flex w-full flex-col border-b border-line px-3 py-2 text-left -outline-offset-2"
        classList={{ "bg-selected": isOpen(), "hover:bg-hover": !isOpen() }}
      >
        <span class="flex w-full items-center gap-1.5">
          <span class="truncate font-medium">{keyWords(props.shelf.key)}</span>
          <span class="ml-auto flex shrink-0 items-center gap-1.5 text-xs">
            <Show when={isDraft()}>
              <span class="text-warn">not saved</span>
            </Show>
            <Show when={props.shelf.warnings.length > 0}>
              <StatusShape tone="warn" />
              <span class="sr-only">Has a warning</span>
            </Show>
            <Show when={props.shelf.own !== null || ownCount() > 0}>
              <span class="font-medium text-accent">
                {props.shelf.own === null
                  ? `${ownCount()} own`
                  : ownCount() === 0
                    ? "own"
                    : `own + ${ownCount()}`}
              </span>
            </Show>
          </span>
        </span>
        <span class="w-full truncate text-muted">{oneLine(props.shelf.text)}</span>
      </button>
    </li>
  )
}

export default TemplatesView

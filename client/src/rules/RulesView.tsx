import { useSearchParams } from "@solidjs/router"
import SearchX from "lucide-solid/icons/search-x"
import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js"
import { Button } from "../ui/Button.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { Notice } from "../ui/Notice.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { UndoBar } from "../ui/UndoBar.tsx"
import { createRuleBook } from "./createRuleBook.ts"
import { RiskQuestion } from "./RiskQuestion.tsx"
import { RuleRow } from "./RuleRow.tsx"
import { findRules, isSame, ruleTree } from "./ruleTree.ts"

/** A group counts as reached when its head is this close to the top, in pixels. */
const nearTop = 80
/** What stays free above a group that is gone to, in pixels. */
const headSpace = 16

/** The owner's tick list: what the bot does, rule by rule. */
const RulesView = () => {
  const rules = createRuleBook()
  const [query, setQuery] = useSearchParams<{ search?: string; changed?: string }>()
  const search = () => query.search ?? ""
  const isChangedOnly = () => query.changed !== undefined
  // A change of a value is no change of the list: rows that are being typed in stay.
  const catalogue = createMemo(() => rules.book()?.catalogue ?? [], [], { equals: isSame })
  const tree = createMemo(() => ruleTree(catalogue()))
  /** What is changed, or was when the filter was set: a rule that is reset stays in sight. */
  const shownChanges = createMemo<ReadonlySet<string>>(
    (before) => (isChangedOnly() ? new Set([...before, ...rules.changed()]) : new Set()),
    new Set()
  )
  const groups = createMemo(() =>
    findRules(tree(), search(), isChangedOnly() ? ({ key }) => shownChanges().has(key) : undefined)
  )
  const [reached, setReached] = createSignal<string | null>(null)
  const current = () => groups().find(({ name }) => name === reached())?.name ?? groups()[0]?.name
  let box: HTMLDivElement | undefined
  const heads = () => [...(box?.querySelectorAll<HTMLElement>("section[data-group]") ?? [])]
  const look = () => {
    if (box === undefined) return
    const top = box.getBoundingClientRect().top + nearTop
    const isAtEnd = box.scrollTop > 0 && box.scrollHeight - box.scrollTop - box.clientHeight < 2
    const passed = heads().filter((section) => section.getBoundingClientRect().top <= top)
    const at = isAtEnd ? heads().at(-1) : passed.at(-1)
    setReached(at?.dataset["group"] ?? null)
  }
  const go = (name: string) => {
    const head = heads().find((section) => section.dataset["group"] === name)
    if (head !== undefined) box?.scrollTo(0, head.offsetTop - headSpace)
    setReached(name)
  }
  const clear = () => setQuery({ search: null, changed: null }, { replace: true })

  return (
    <div class="flex h-full flex-col">
      <PageHead title="Rules">
        <Show when={rules.book()}>
          <button
            type="button"
            aria-pressed={isChangedOnly()}
            onClick={() => setQuery({ changed: isChangedOnly() ? null : "yes" }, { replace: true })}
            class="h-8 shrink-0 rounded-md border px-2.5 pointer-coarse:h-10"
            classList={{
              "border-accent bg-selected font-medium text-accent": isChangedOnly(),
              "border-edge/60 text-muted hover:bg-hover": !isChangedOnly()
            }}
          >
            Changed <span class="figures text-xs">{rules.changed().size}</span>
          </button>
        </Show>
        <SearchField
          class="w-full md:ml-auto md:w-72"
          label="Search the rules"
          value={search()}
          onSearch={(text) => setQuery({ search: text === "" ? null : text }, { replace: true })}
        />
        <Show when={groups().length > 1}>
          <SelectField
            class="w-full md:hidden"
            label="Group of rules"
            isBare
            value={current() ?? ""}
            options={groups().map(({ name }) => ({ value: name as string, label: name }))}
            onPick={go}
          />
        </Show>
      </PageHead>
      <Show when={rules.notice()}>{(text) => <Notice text={text()} onClose={rules.closeNotice} />}</Show>
      <Show when={rules.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={rules.reload} />}
      </Show>
      <Switch>
        <Match when={rules.book() === null && rules.trouble() === null}>
          <div class="min-h-0 flex-1 overflow-hidden">
            <SkeletonRows count={14} rowClass="h-14" />
          </div>
        </Match>
        <Match when={rules.book() !== null && groups().length === 0}>
          <EmptyState
            icon={<SearchX />}
            text={search() === "" ? "Every rule is as usual." : "No rule fits this search."}
          >
            <Button onClick={clear}>Show all rules</Button>
          </EmptyState>
        </Match>
        <Match when={rules.book() !== null}>
          <div class="flex min-h-0 flex-1">
            <nav
              aria-label="Groups of rules"
              class="w-56 shrink-0 overflow-y-auto border-r border-line p-2 max-md:hidden"
            >
              <For each={groups()}>
                {({ name }) => (
                  <button
                    type="button"
                    aria-current={current() === name ? "true" : undefined}
                    onClick={() => go(name)}
                    class="flex h-8 w-full items-center rounded-md px-2.5 text-left text-sm"
                    classList={{
                      "bg-selected font-medium text-accent": current() === name,
                      "text-muted hover:bg-hover hover:text-text": current() !== name
                    }}
                  >
                    {name}
                  </button>
                )}
              </For>
            </nav>
            <div
              ref={(element) => (box = element)}
              onScroll={look}
              class="relative min-w-0 flex-1 overflow-y-auto scroll-thin"
            >
              <div class="mx-auto flex max-w-240 flex-col gap-6 px-3 py-4 pb-20 md:px-6 xl:mx-0">
                <For each={groups()}>
                  {(group) => (
                    <section data-group={group.name} aria-label={group.name}>
                      <h2 class="mb-2 text-lg font-semibold">{group.name}</h2>
                      <ul class="overflow-hidden rounded-md border border-line">
                        <For each={group.nodes}>
                          {(node) => <RuleRow node={node} rules={rules} isOff={false} />}
                        </For>
                      </ul>
                    </section>
                  )}
                </For>
              </div>
            </div>
          </div>
        </Match>
      </Switch>
      <Show when={rules.question()}>{(question) => <RiskQuestion question={question()} />}</Show>
      <UndoBar done={rules.saved()} onClose={rules.closeSaved} />
    </div>
  )
}

export default RulesView

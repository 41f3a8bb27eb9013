import { A, useSearchParams } from "@solidjs/router"
import Handshake from "lucide-solid/icons/handshake"
import SearchX from "lucide-solid/icons/search-x"
import { createMemo, For, Match, Show, Switch } from "solid-js"
import { query as address } from "../api/request.ts"
import { mayOpen } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { Button, buttonClass } from "../ui/Button.tsx"
import { createMedia } from "../ui/createMedia.ts"
import { createRowKeys } from "../ui/createRowKeys.ts"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { ExportButton } from "../ui/ExportButton.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { createProviders, type Providers } from "./createProviders.ts"
import { ImportStates } from "./ImportStates.tsx"
import { PrivacyNotice } from "./PrivacyNotice.tsx"
import { ProviderDrawer } from "./ProviderDrawer.tsx"
import { ProviderTable, ProviderTiles } from "./ProviderTable.tsx"

/** Whom the panels buy from, by alias alone (PR-03). Who is open, and what is searched, is in the address. */
const ProvidersView = () => {
  const providers = createProviders()
  const [query, setQuery] = useSearchParams<{ search?: string; open?: string }>()
  const isWide = createMedia("(min-width: 900px)")
  const search = () => query.search ?? ""
  const items = createMemo(() => {
    const wanted = search().toLowerCase()
    return (
      providers
        .items()
        ?.filter(({ alias, panelName }) => `${alias} ${panelName}`.toLowerCase().includes(wanted)) ?? null
    )
  })
  createRowKeys(() => (isWide() ? (items()?.length ?? 0) : 0))
  const opened = () => providers.items()?.find(({ id }) => id === query.open)
  const open = (id: string | null) => {
    providers.act.forget()
    setQuery({ open: id })
  }
  const table = () => ({ providers, items: items() ?? [], onOpen: open })
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Providers">
        <SearchField
          class="w-full md:ml-auto md:w-64"
          label="Alias, panel"
          value={search()}
          onSearch={(text) => setQuery({ search: text === "" ? null : text })}
        />
        <ExportButton
          class="max-md:ml-auto"
          address={`/api/providers.csv${address({ search: search() })}`}
          isEmpty={(items()?.length ?? 0) === 0}
        />
      </PageHead>
      <ImportStates providers={providers} />
      <Show when={opened() === undefined ? (providers.trouble() ?? providers.act.trouble()) : null}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={providers.reload} />}
      </Show>
      <div
        role="region"
        aria-label="List of providers"
        tabindex="0"
        class="flex min-h-0 flex-1 flex-col overflow-auto scroll-thin -outline-offset-2"
      >
        <div class="flex-1">
          <Switch>
            <Match when={items() === null}>
              <Show when={providers.trouble() === null}>
                <SkeletonRows count={6} rowClass={isWide() ? "h-9" : "h-14"} />
              </Show>
            </Match>
            <Match when={providers.items()?.length === 0}>
              <NoProviders providers={providers} />
            </Match>
            <Match when={items()?.length === 0}>
              <EmptyState icon={<SearchX />} text="No provider fits this search.">
                <Button onClick={() => setQuery({ search: null })}>Show all</Button>
              </EmptyState>
            </Match>
            <Match when={isWide()}>
              <ProviderTable {...table()} />
            </Match>
            <Match when={true}>
              <ProviderTiles {...table()} />
            </Match>
          </Switch>
        </div>
        <PrivacyNotice />
      </div>
      <Show when={opened()?.id} keyed>
        <Show when={opened()}>
          {(provider) => (
            <ProviderDrawer provider={provider()} providers={providers} onClose={() => open(null)} />
          )}
        </Show>
      </Show>
    </div>
  )
}

/** Teaches where providers come from. */
const NoProviders = (props: { readonly providers: Providers }) => {
  const { login } = useSession()
  return (
    <Show
      when={props.providers.looks().length > 0}
      fallback={
        <EmptyState
          icon={<Handshake />}
          text="No provider yet."
          hint="Providers are found in the orders of your panel. Connect the panel first."
        >
          <Show when={mayOpen(login(), "/panels")}>
            <A href="/panels?add=yes" class={buttonClass("solid")}>
              Add your panel
            </A>
          </Show>
        </EmptyState>
      }
    >
      <EmptyState
        icon={<Handshake />}
        text="Import the providers of your panel."
        hint="They are found in its orders, and get an alias each. New ones appear by themselves later."
      >
        <div class="flex flex-wrap justify-center gap-2">
          <For each={props.providers.looks()}>
            {(look) => (
              <Button
                look="solid"
                isBusy={props.providers.imports.of(look.panelId)?._tag === "Reading"}
                onClick={() => void props.providers.imports.run(look.panelId)}
              >
                Import from {look.panelName}
              </Button>
            )}
          </For>
        </div>
      </EmptyState>
    </Show>
  )
}

export default ProvidersView

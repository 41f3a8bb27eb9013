import { useSearchParams } from "@solidjs/router"
import Plus from "lucide-solid/icons/plus"
import Server from "lucide-solid/icons/server"
import { createSignal, Match, Show, Switch } from "solid-js"
import { Button } from "../ui/Button.tsx"
import { createMedia } from "../ui/createMedia.ts"
import { createRowKeys } from "../ui/createRowKeys.ts"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { ExportButton } from "../ui/ExportButton.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { AddPanel } from "./AddPanel.tsx"
import { createPanels } from "./createPanels.ts"
import { DisconnectPanel } from "./DisconnectPanel.tsx"
import { PanelDrawer } from "./PanelDrawer.tsx"
import { PanelTable, PanelTiles } from "./PanelTable.tsx"

/** The owner's SMM panels (PR-01). What is open is in the address. */
const PanelsView = () => {
  const panels = createPanels()
  const [query, setQuery] = useSearchParams<{ add?: string; open?: string }>()
  const [isDisconnecting, setDisconnecting] = createSignal(false)
  const isWide = createMedia("(min-width: 900px)")
  createRowKeys(() => (isWide() ? (panels.panels()?.length ?? 0) : 0))
  const opened = () => panels.panels()?.find(({ id }) => id === query.open)
  const add = () => {
    panels.act.forget()
    setQuery({ add: "yes" })
  }
  const open = (id: string | null) => {
    panels.act.forget()
    setDisconnecting(false)
    setQuery({ open: id, add: null })
  }
  const table = () => ({ panels, items: panels.panels() ?? [], onOpen: open })
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Panels">
        <ExportButton
          class="ml-auto"
          address="/api/panels.csv"
          isEmpty={(panels.panels()?.length ?? 0) === 0}
        />
        <Button look="solid" onClick={add}>
          <Plus class="size-4" aria-hidden="true" />
          Add panel
        </Button>
      </PageHead>
      <div class="min-h-0 flex-1 overflow-y-auto">
        <Show when={panels.trouble()}>
          {(trouble) => <ErrorBox trouble={trouble()} onRetry={panels.reload} />}
        </Show>
        <Switch>
          <Match when={panels.panels() === null}>
            <Show when={panels.trouble() === null}>
              <SkeletonRows count={3} rowClass={isWide() ? "h-9" : "h-22"} />
            </Show>
          </Match>
          <Match when={panels.panels()?.length === 0}>
            <EmptyState
              icon={<Server />}
              text="No panel yet."
              hint="Connect the panel that your customers order on. Its address and an API key are enough; the rest is found out."
            >
              <Button look="solid" onClick={add}>
                Add your panel
              </Button>
            </EmptyState>
          </Match>
          <Match when={isWide()}>
            <PanelTable {...table()} />
          </Match>
          <Match when={true}>
            <PanelTiles {...table()} />
          </Match>
        </Switch>
      </div>
      <Show when={query.add !== undefined}>
        <AddPanel
          panels={panels}
          onAdded={(panel) => open(panel.id)}
          onClose={() => setQuery({ add: null })}
        />
      </Show>
      <Show when={opened()?.id} keyed>
        <Show when={opened()}>
          {(panel) => (
            <>
              <PanelDrawer
                panel={panel()}
                panels={panels}
                onDisconnect={() => {
                  panels.act.forget()
                  setDisconnecting(true)
                }}
                onClose={() => open(null)}
              />
              <Show when={isDisconnecting()}>
                <DisconnectPanel
                  panel={panel()}
                  panels={panels}
                  onDone={() => open(null)}
                  onClose={() => {
                    panels.act.forget()
                    setDisconnecting(false)
                  }}
                />
              </Show>
            </>
          )}
        </Show>
      </Show>
    </div>
  )
}

export default PanelsView

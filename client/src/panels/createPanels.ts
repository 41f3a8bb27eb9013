import { createSignal } from "solid-js"
import {
  addPanel,
  editPanel,
  listPanels,
  removePanel,
  type NewPanel,
  type Panel,
  type PanelChange
} from "../api/PanelGateway.ts"
import { listProviders } from "../api/ProviderGateway.ts"
import { createLoaded } from "../live/createLoaded.ts"
import { createImports } from "../providers/createImports.ts"
import { createAct } from "../ui/createAct.ts"
import { createPanelTests } from "./createPanelTests.ts"

/** The workspace's panels, when each was last looked at, and what can be done with them. */
export const createPanels = () => {
  const list = createLoaded(async (signal) => {
    const [panels, { panels: looks }] = await Promise.all([listPanels(signal), listProviders(signal)])
    return { panels, looks }
  })
  const [changed, setChanged] = createSignal<ReadonlyMap<string, Panel>>(new Map())
  const act = createAct()
  const imports = createImports(list.reload)
  const tests = createPanelTests()

  return {
    act,
    imports,
    tests,
    trouble: list.trouble,
    reload: list.reload,
    panels: () => list.value()?.panels.map((panel) => changed().get(panel.id) ?? panel) ?? null,
    lookAt: (id: string) => list.value()?.looks.find(({ panelId }) => panelId === id),
    add: (body: NewPanel, onAdded: (panel: Panel) => void) =>
      act.run(async () => {
        const panel = await addPanel(body)
        list.reload()
        onAdded(panel)
      }),
    edit: (id: string, body: PanelChange) =>
      act.run(async () => {
        const panel = await editPanel(id, body)
        setChanged((now) => new Map(now).set(id, panel))
        tests.forget(id)
        list.reload()
      }),
    remove: (id: string) =>
      act.run(async () => {
        await removePanel(id)
        list.reload()
      }, "remove")
  }
}

export type Panels = ReturnType<typeof createPanels>

import { createSignal } from "solid-js"
import {
  editProvider,
  listProviders,
  removeProvider,
  type Provider,
  type ProviderChange
} from "../api/ProviderGateway.ts"
import { createLoaded } from "../live/createLoaded.ts"
import { createAct } from "../ui/createAct.ts"
import { createImports } from "./createImports.ts"

export type ProviderCommand = Provider["offForward"][number]

/** The workspace's providers, how they came here, and what can be done with them. */
export const createProviders = () => {
  const [changed, setChanged] = createSignal<ReadonlyMap<string, Provider>>(new Map())
  const list = createLoaded(async (signal) => {
    const page = await listProviders(signal)
    setChanged(new Map())
    return page
  })
  const act = createAct()
  const imports = createImports(list.reload)

  const edit = (id: string, body: ProviderChange, what: string) =>
    act.run(async () => {
      const provider = await editProvider(id, body)
      setChanged((now) => new Map(now).set(id, provider))
    }, what)

  return {
    act,
    imports,
    trouble: list.trouble,
    reload: list.reload,
    items: () => list.value()?.items.map((provider) => changed().get(provider.id) ?? provider) ?? null,
    looks: () => list.value()?.panels ?? [],
    edit,
    /** Switches his whole forwarding, or what his panel is asked for. */
    setWhole: (provider: Provider, way: Way, isOn: boolean) =>
      edit(provider.id, { [ways[way].whole]: isOn }, `${provider.id} ${way}`),
    /** Switches one command of it. */
    setCommand: (provider: Provider, way: Way, command: ProviderCommand, isOn: boolean) => {
      const { off } = ways[way]
      const now = provider[off].filter((one) => one !== command)
      return edit(provider.id, { [off]: isOn ? now : [...now, command] }, `${provider.id} ${way} ${command}`)
    },
    remove: (id: string) =>
      act.run(async () => {
        await removeProvider(id)
        list.reload()
      }, "remove")
  }
}

/** What is done with a request for an order of his: his chats are told, the panel is asked. */
const ways = {
  forward: { whole: "isForwarded", off: "offForward" },
  panel: { whole: "isPanelAsked", off: "offPanel" }
} as const
export type Way = keyof typeof ways

/** Whether a way is on at all. */
export const isWholeOn = (provider: Provider, way: Way): boolean => provider[ways[way].whole]
/** Whether a command's own switch is on. */
export const isCommandOn = (provider: Provider, way: Way, command: ProviderCommand): boolean =>
  !provider[ways[way].off].includes(command)

export type Providers = ReturnType<typeof createProviders>

import { createSignal } from "solid-js"
import { importProviders, type ProviderImport } from "../api/ProviderGateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"

/** How the import of a panel's providers stands. */
export type Importing =
  | { readonly _tag: "Reading" }
  | { readonly _tag: "Read"; readonly outcome: ProviderImport }
  | { readonly _tag: "Failed"; readonly trouble: Trouble }

/** Imports of providers, by panel; `onRead` is called when one has come to an end. */
export const createImports = (onRead: () => void) => {
  const [states, setStates] = createSignal<ReadonlyMap<string, Importing>>(new Map())
  const set = (panelId: string, state: Importing) => setStates((now) => new Map(now).set(panelId, state))
  return {
    of: (panelId: string) => states().get(panelId),
    run: async (panelId: string) => {
      if (states().get(panelId)?._tag === "Reading") return
      set(panelId, { _tag: "Reading" })
      try {
        set(panelId, { _tag: "Read", outcome: await importProviders(panelId) })
      } catch (error) {
        set(panelId, { _tag: "Failed", trouble: asTrouble(error) })
      }
      onRead()
    }
  }
}

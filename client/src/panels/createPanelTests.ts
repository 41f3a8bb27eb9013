import { createSignal } from "solid-js"
import { testSavedPanel, type PanelTest } from "../api/PanelGateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"

/** How the test of a panel stands. */
export type Testing =
  | { readonly _tag: "Asking" }
  | { readonly _tag: "Told"; readonly test: PanelTest }
  | { readonly _tag: "Failed"; readonly trouble: Trouble }

/** Tests of saved panels, by panel; each says what its last one found. */
export const createPanelTests = () => {
  const [states, setStates] = createSignal<ReadonlyMap<string, Testing>>(new Map())
  const set = (id: string, state: Testing) => setStates((now) => new Map(now).set(id, state))
  return {
    of: (id: string) => states().get(id),
    forget: (id: string) => setStates((now) => new Map([...now].filter(([key]) => key !== id))),
    run: async (id: string) => {
      if (states().get(id)?._tag === "Asking") return
      set(id, { _tag: "Asking" })
      try {
        set(id, { _tag: "Told", test: await testSavedPanel(id) })
      } catch (error) {
        set(id, { _tag: "Failed", trouble: asTrouble(error) })
      }
    }
  }
}

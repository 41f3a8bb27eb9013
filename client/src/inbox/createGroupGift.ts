import { createSignal } from "solid-js"
import { giveChat } from "../api/ChatGateway.ts"
import { requestChoices } from "../api/Gateway.ts"
import { createLoaded } from "../live/createLoaded.ts"
import { createAct } from "../ui/createAct.ts"
import type { Named } from "./createCustomerSearch.ts"
import type { Detail } from "./createDetail.ts"

/** Whose group the open chat is, and which panel its orders are on; each change can be taken back. */
export const createGroupGift = (detail: Detail) => {
  const act = createAct()
  const panels = createLoaded(requestChoices)
  const [done, setDone] = createSignal<{ readonly text: string; readonly undo: () => void } | null>(null)
  const give = (id: string, change: Parameters<typeof giveChat>[1]) =>
    act.run(async () => {
      await giveChat(id, change)
      detail.reload()
    }, "give")
  const change = async (text: string, to: Parameters<typeof giveChat>[1], back: typeof to) => {
    const id = detail.conversation()?.id
    if (id !== undefined && (await give(id, to))) setDone({ text, undo: () => void give(id, back) })
  }
  const now = () => detail.context()?.chat ?? { customerId: null, panelId: null }
  return {
    act,
    done,
    forgetDone: () => setDone(null),
    panels: () => panels.value()?.panels ?? [],
    now,
    giveTo: (customer: Named) =>
      void change(
        `The group is given to ${customer.name}.`,
        { customerId: customer.id },
        { customerId: now().customerId }
      ),
    takeOff: (name: string) =>
      void change(
        `The group is nobody’s; it was ${name}’s.`,
        { customerId: null },
        { customerId: now().customerId }
      ),
    bind: (panelId: string) =>
      void change(
        panelId === "" ? "Orders are looked up on every panel." : "Orders are looked up on this panel.",
        { panelId: panelId === "" ? null : panelId },
        { panelId: now().panelId }
      )
  }
}

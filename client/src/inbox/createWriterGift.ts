import { createSignal } from "solid-js"
import { giveWriter } from "../api/ChatGateway.ts"
import { removeContact } from "../api/CustomerGateway.ts"
import { createAct } from "../ui/createAct.ts"
import type { Named } from "./createCustomerSearch.ts"
import type { Detail } from "./createDetail.ts"

/** Tells the desk which customer writes in a direct chat; it can be taken back at once. */
export const createWriterGift = (detail: Detail) => {
  const act = createAct()
  const [done, setDone] = createSignal<{ readonly text: string; readonly undo: () => void } | null>(null)
  const takeBack = (customer: Named, contactId: string) =>
    act.run(async () => {
      await removeContact(customer.id, contactId)
      detail.reload()
    }, "give")
  const give = (customer: Named) => {
    const id = detail.conversation()?.id
    if (id === undefined) return
    void act.run(async () => {
      const { contactId } = await giveWriter(id, customer.id)
      setDone({
        text: `This is ${customer.name} from now on.`,
        undo: () => void takeBack(customer, contactId)
      })
      detail.reload()
    }, "give")
  }
  return { act, done, forgetDone: () => setDone(null), give }
}

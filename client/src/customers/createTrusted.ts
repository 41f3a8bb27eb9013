import { distrustChat, listAdminChats, trustChat, type NewAdminChat } from "../api/CustomerGateway.ts"
import { createLoaded } from "../live/createLoaded.ts"
import { createAct } from "../ui/createAct.ts"

/** The identities that may act on any order, and changes of them. */
export const createTrusted = () => {
  const list = createLoaded(listAdminChats)
  const act = createAct()
  return {
    list,
    act,
    trust: (body: NewAdminChat) =>
      act.run(async () => {
        await trustChat(body)
        list.reload()
      }),
    distrust: (contactId: string) =>
      act.run(async () => {
        await distrustChat(contactId)
        list.reload()
      }, contactId)
  }
}

export type Trusted = ReturnType<typeof createTrusted>

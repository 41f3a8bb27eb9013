import {
  getCustomer,
  listSilenced,
  releaseContact,
  setCustomerStatus,
  type Customer,
  type Silenced
} from "../api/CustomerGateway.ts"
import { useWaiting } from "../app/createWaiting.ts"
import { createLoaded } from "../live/createLoaded.ts"
import { createAct } from "../ui/createAct.ts"

/** What tells one silenced from another. */
export const silencedKey = ({ customerId, contactId, reason }: Silenced): string =>
  `${contactId ?? customerId ?? ""} ${reason}`

/** Whom automatic steps silenced, and how they are enabled again. */
export const createSilenced = (isShown: () => boolean, onEnabled: (customer: Customer) => void) => {
  const list = createLoaded(listSilenced)
  const act = createAct()
  useWaiting().onLook(() => {
    if (isShown()) list.reload()
  })
  return {
    list,
    act,
    /** After what went wrong. */
    again: () => {
      act.forget()
      list.reload()
    },
    /** A number is let go; a customer is switched on, which lets his numbers go, too. */
    enable: (row: Silenced) =>
      act.run(async () => {
        if (row.contactId !== null) await releaseContact(row.contactId)
        else if (row.customerId !== null) {
          await setCustomerStatus(row.customerId, "active")
          onEnabled(await getCustomer(row.customerId))
        }
        list.reload()
      }, silencedKey(row))
  }
}

export type SilencedData = ReturnType<typeof createSilenced>

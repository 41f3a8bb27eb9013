import { Redacted } from "effect"
import type { PanelAccount } from "../../../../ports/PanelAccounts.ts"
import type { PanelCall } from "../../PanelCalls.ts"
import { readRentalAnswer } from "./RentalAnswer.ts"
import type { RentalAnswer } from "./RentalAnswer.ts"

/** A read of the admin API v1. Its actions are case-sensitive; `getOrder` and `getOrders` claim orders and are never called. */
export const rentalCall = (
  { baseUrl, key }: Pick<PanelAccount, "baseUrl" | "key">,
  action: "getOrders-by-id" | "getUser" | "getProviders",
  fields: Readonly<Record<string, string>>
): PanelCall<RentalAnswer> => ({
  method: "GET",
  url: `${baseUrl.replace(/\/+$/, "")}/adminapi/v1?${new URLSearchParams({
    key: Redacted.value(key),
    action,
    ...fields
  })}`,
  headers: {},
  isWrite: false,
  read: readRentalAnswer
})

import { Effect, Option, Redacted } from "effect"
import type { PanelError } from "../../../../ports/Panels.ts"
import type { PanelAccount } from "../../../../ports/PanelAccounts.ts"
import type { PanelCall, PanelCalls } from "../../PanelCalls.ts"
import type { Urgency } from "../../Throttle.ts"
import { noUserKey } from "../Refusals.ts"
import { readServiceList } from "./ServiceList.ts"
import { readUserAnswer } from "./UserAnswer.ts"

type Fields = Readonly<Record<string, string>>

/** One call of a user API v2; the key is a customer's. */
export const userCall = (
  { baseUrl }: Pick<PanelAccount, "baseUrl">,
  key: Redacted.Redacted,
  fields: Fields,
  isWrite: boolean
): PanelCall<unknown> => ({
  method: "POST",
  url: `${baseUrl.replace(/\/+$/, "")}/api/v2`,
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams({ key: Redacted.value(key), ...fields }).toString(),
  isWrite,
  read: (response) => readUserAnswer(response, isWrite)
})

/** What a panel sells by `action=services`; needs a key of the user API. */
export const userApiServices = (calls: PanelCalls, urgency: Urgency, key: Option.Option<Redacted.Redacted>) =>
  Option.match(key, {
    onNone: () => Effect.fail<PanelError>(noUserKey),
    onSome: (key) =>
      Effect.map(
        calls.call(urgency, (account) => ({
          ...userCall(account, key, { action: "services" }, false),
          isApart: true,
          read: readServiceList
        })),
        (services) => services ?? []
      )
  })

import type { Effect } from "effect"
import type { PanelAccount } from "../../../../ports/PanelAccounts.ts"
import type { PanelError } from "../../../../ports/Panels.ts"
import type { PanelCall, PanelCalls } from "../../PanelCalls.ts"
import type { Urgency } from "../../Throttle.ts"
import { refusal } from "../Refusals.ts"
import { readAnswer } from "./Envelope.ts"
import type { PanelAnswer } from "./Envelope.ts"

/** One call of the admin API v2; without a body it is a read. */
export interface AdminCall {
  readonly path: string
  readonly body?: unknown
}

/** Calls of a Perfect Panel's admin API v2. */
export interface AdminCalls {
  readonly call: (
    urgency: Urgency,
    prepare: () => AdminCall | undefined
  ) => Effect.Effect<PanelAnswer | undefined, PanelError>
}

/** The admin API of the panel that `calls` reaches. */
export const adminCalls = (calls: PanelCalls): AdminCalls => ({
  call: (urgency, prepare) =>
    calls.call(urgency, (account) => {
      const call = prepare()
      return call === undefined ? undefined : adminCall(account, call)
    })
})

/** A call of the admin API v2 with the account's key. */
export const adminCall = (
  { baseUrl, key }: Pick<PanelAccount, "baseUrl" | "key">,
  { path, body }: AdminCall
): PanelCall<PanelAnswer> => {
  const isWrite = body !== undefined
  return {
    method: isWrite ? "POST" : "GET",
    url: `${baseUrl.replace(/\/+$/, "")}/adminapi/v2${path}`,
    headers: { "x-api-key": key, "content-type": "application/json" },
    ...(isWrite ? { body: JSON.stringify(body) } : {}),
    isWrite,
    read: (response) => readAnswer(response, isWrite)
  }
}

/** The panel answers 404 to what every panel has. */
export const noAdminApi = refusal("NotConfigured", "There is no admin API under the panel's address.")

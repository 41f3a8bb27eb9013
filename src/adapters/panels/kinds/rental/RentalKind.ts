import { Clock, Effect, Exit, Option } from "effect"
import { looseId, looseList } from "../../Loose.ts"
import type { FetchBatch } from "../../OrderReads.ts"
import { rentalProviders } from "../../providers/RentalProviders.ts"
import { userRow } from "../../users/UserRow.ts"
import type { MakeKind } from "../PanelKind.ts"
import { noTickets, refusal, unsupported } from "../Refusals.ts"
import { userApiServices } from "../user/UserCalls.ts"
import { rentalCall } from "./RentalCall.ts"
import { rentalOrder } from "./RentalRow.ts"

/** Rental Panel by its admin API v1 (facts: panel-apis 2a): reads of orders and accounts; it has no request and no tickets. */
export const rentalKind: MakeKind = ({ calls, panelId, mark }, account) => {
  const fetch: FetchBatch = Effect.fnUntraced(function* (urgency, take, settle) {
    const answer = yield* calls.call(urgency, (now) => {
      const ids = take().map(({ id }) => id)
      return ids.length === 0
        ? undefined
        : rentalCall(now, "getOrders-by-id", { orders: ids.join(","), provider: "1" })
    })
    const now = yield* Clock.currentTimeMillis
    const list = answer?._tag === "Good" ? looseList(answer.fields["orders"] ?? answer.fields["data"]) : []
    const orders = list.flatMap((row) => rentalOrder(row, panelId, mark, now) ?? [])
    const byId = new Map(orders.map((order) => [order.id, order]))
    for (const read of take()) settle(read, Exit.succeed(byId.get(read.id)))
  })

  return {
    isOrderId: (id) => looseId(id) === id,
    commands: [],
    fetch,
    request: () => Effect.fail(unsupported),
    requestState: () => "open",
    findUser: Effect.fnUntraced(function* (urgency, identity) {
      if (identity._tag !== "Username") return yield* noEmails
      const wanted = identity.username.trim()
      if (wanted === "" || wanted.length > longestName) return Option.none()
      const answer = yield* calls.call(urgency, (now) => rentalCall(now, "getUser", { username: wanted }))
      if (answer?._tag !== "Good") return Option.none()
      // The vendor's answer has the name in it; one for somebody else is none.
      return Option.filter(
        userRow(answer.fields["data"]),
        ({ username }) => username.toLowerCase() === wanted.toLowerCase()
      )
    }),
    ticketTexts: () => Effect.fail(noTickets),
    services: (urgency) => userApiServices(calls, urgency, account.userKey),
    providers: (urgency, ids) => rentalProviders(calls, urgency, ids)
  }
}

const longestName = 254

const noEmails = refusal("NotConfigured", "This kind of panel finds accounts by username, not by e-mail.")

import { Clock, Effect, Layer, Option } from "effect"
import { closingLine, handTemplate } from "../../domain/FollowUp.ts"
import { inLanguage } from "../../domain/Rules.ts"
import { FollowUps } from "../../ports/FollowUps.ts"
import { type CloseOutcome, RequestControl } from "../../ports/RequestControl.ts"
import { Tenants } from "../../ports/Tenants.ts"

/** What the buttons of staff do to requests. */
export const layer = Layer.effect(
  RequestControl,
  Effect.gen(function* () {
    const followUps = yield* FollowUps
    const tenants = yield* Tenants
    return RequestControl.of({
      close: Effect.fn("RequestControl.close")(function* (tenantId, id, { by, isCustomerTold, result }) {
        const found = yield* followUps.find(tenantId, id)
        if (Option.isNone(found)) return { _tag: "NotFound" } satisfies CloseOutcome
        const request = found.value
        const { rules } = yield* tenants.config(tenantId)
        const template = handTemplate(request.command, result)
        const line = isCustomerTold
          ? closingLine(inLanguage(rules, request.language), template, request, request.orderStatus)
          : null
        const now = yield* Clock.currentTimeMillis
        const { ids, isTold } = yield* followUps.endByHand(request, { result, line }, by, now)
        const outcome: CloseOutcome = ids.length > 0 ? { _tag: "Closed", isTold } : { _tag: "AlreadyEnded" }
        return outcome
      })
    })
  })
)

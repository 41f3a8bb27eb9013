import { Effect, Layer, Option, Result } from "effect"
import { DryRun, type DryMessage } from "../../actors/dryrun/DryRun.ts"
import { CustomerId, MessageId, OrderId, RequestId, type TenantId } from "../../domain/Ids.ts"
import type { BulkView } from "../../domain/LiveEvent.ts"
import { defaultRules, type Rules } from "../../domain/Rules.ts"
import { changeRules } from "../../domain/rules/ChangeRules.ts"
import { Bulks } from "../../ports/Bulks.ts"
import { BadCursor } from "../../ports/Desk.ts"
import type { NewRequest } from "../../ports/Requests.ts"
import { RuleBook, RulesChanged, RulesRefused } from "../../ports/RuleBook.ts"
import { conversation, rows } from "./MemoryDesk.ts"
import { tenants } from "./MemoryLogins.ts"
import { fastLikes, panels, route } from "./MemoryServices.ts"

interface Kept {
  readonly stored: Readonly<Record<string, unknown>>
  readonly rules: Rules
  readonly version: number
}

/** The customer whom dry runs know. */
export const dryCustomer = CustomerId.make("bbbbbbbb-bbbb-4bbb-8bbb-000000000001")

/** Who changed rules, in order. */
export const editors: Array<string> = []

const ruleBook = Layer.sync(RuleBook, () => {
  const kept = new Map<TenantId, Kept>()
  const of = (tenantId: TenantId): Kept =>
    kept.get(tenantId) ?? { stored: {}, rules: defaultRules, version: 1 }
  return RuleBook.of({
    read: (tenantId) => Effect.sync(() => ({ rules: of(tenantId).rules, version: of(tenantId).version })),
    change: Effect.fnUntraced(function* (tenantId, change, seen, by) {
      const { stored, version } = of(tenantId)
      if (version !== seen) return yield* new RulesChanged({ version })
      const outcome = changeRules(stored, change)
      if (Result.isFailure(outcome)) {
        const [first] = outcome.failure
        return yield* new RulesRefused({
          field: first?.field ?? "",
          safeText: first?.text ?? "",
          problems: [...outcome.failure]
        })
      }
      const { changed, rules } = outcome.success
      if (changed.length === 0) return { rules, version }
      editors.push(by)
      kept.set(tenantId, { stored: outcome.success.stored, rules, version: version + 1 })
      return { rules, version: version + 1 }
    })
  })
})

const request = (tenantId: TenantId): NewRequest => ({
  tenantId,
  panelId: panels.main,
  orderId: OrderId.make("492007588"),
  command: "cancel",
  asked: "cancel",
  externalId: "8847283",
  providerId: fastLikes.id,
  customerId: dryCustomer,
  conversationId: rows.conversation,
  messageId: MessageId.make("dry"),
  orderStatus: "in_progress",
  template: "cancel.added",
  trace: [],
  at: 0,
  cooldownSeconds: 43_200,
  dispatches: [
    { kind: "panel" },
    { kind: "provider", routeId: route.id, channelId: route.channelId, chatId: route.chatId }
  ],
  heldUntil: 0
})

const accepted = (tenantId: TenantId, { text }: DryMessage) => ({
  verdict: { _tag: "Reply" as const, parts: [`Answer to ${text}`] },
  orders: [
    {
      orderId: OrderId.make("492007588"),
      asked: "cancel" as const,
      answer: {
        _tag: "Accepted" as const,
        orderId: OrderId.make("492007588"),
        asked: "cancel" as const,
        command: "cancel" as const,
        requestId: RequestId.make("dry-1"),
        status: "in_progress" as const,
        template: "cancel.added",
        dispatches: 2,
        isRepeat: false
      },
      trace: [{ check: "order found", input: "status in progress", outcome: "passed" as const }],
      request: request(tenantId)
    }
  ]
})

/** A customer's message is accepted, a stranger's is not answered. */
const dryRun = Layer.succeed(DryRun, {
  run: (tenantId, message) => {
    if (message.customerId === null) {
      const verdict = { _tag: "Leave" as const, stage: "ignored" as const, why: "No command" }
      return Effect.succeed(Option.some({ verdict, orders: [] }))
    }
    return Effect.succeed(
      tenantId === tenants.sita && message.customerId === dryCustomer
        ? Option.some(accepted(tenantId, message))
        : Option.none()
    )
  }
})

const bulk: BulkView = {
  id: `${rows.message}/cancel`,
  conversationId: conversation().id,
  username: "rahim_smm",
  sender: "9779811111111",
  command: "cancel",
  total: 3,
  done: 3,
  succeeded: 2,
  skipped: 1,
  startedAt: 1_700_000_000_000,
  finishedAt: 1_700_000_001_000,
  detail: [{ orderId: "492007588", outcome: "accepted" }]
}

const bulks = Layer.succeed(Bulks, {
  begin: () => Effect.void,
  progress: () => Effect.void,
  finish: () => Effect.void,
  list: (tenantId, { before }) =>
    before === null
      ? Effect.succeed({ items: tenantId === tenants.sita ? [bulk] : [], next: null })
      : Effect.fail(new BadCursor())
})

/** Each tenant's rules, Sita's bulk record, and dry runs. */
export const rulesLayer = Layer.mergeAll(ruleBook, dryRun, bulks)

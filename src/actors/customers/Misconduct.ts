import { Effect } from "effect"
import { abusiveWord } from "../../domain/Abuse.ts"
import { type ConductKind, conductLimit } from "../../domain/ConductLimits.ts"
import type { LinkedCustomer } from "../../domain/Customer.ts"
import type { ContactId, CustomerId, TenantId } from "../../domain/Ids.ts"
import type { OrderAnswer } from "../../domain/OrderAnswer.ts"
import type { Rules } from "../../domain/Rules.ts"
import { Alerts } from "../../ports/Alerts.ts"
import { Conduct } from "../../ports/Conduct.ts"
import type { Writer } from "../../ports/Conversations.ts"

/** A known writer, and what the owner allows him. */
export interface Known {
  readonly tenantId: TenantId
  readonly writer: Writer
  readonly customers: ReadonlyArray<LinkedCustomer>
  readonly rules: Rules
}

/** A wait that began in another chat is known here this much later at most, and a writer's customers are remembered as long. */
const lookEveryMillis = 5_000

const mostWriters = 1_000

/** Watches how customers behave: abusive words, orders that do not exist, orders of others (CU-08). */
export const makeMisconduct = Effect.gen(function* () {
  const conduct = yield* Conduct
  const alerts = yield* Alerts

  /** Whom this chat has suspended just now: what it remembers of its writers says "active" for a moment longer. */
  const suspendedAt = new Map<CustomerId, number>()

  const suspend = Effect.fnUntraced(function* (known: Known, reason: string, now: number) {
    const { tenantId } = known
    let isSilent = false
    for (const customer of known.customers) {
      if (!customer.isAutoSuspended || !(yield* conduct.suspend(tenantId, customer.id, reason, now))) continue
      isSilent = true
      if (suspendedAt.size >= mostWriters) suspendedAt.clear()
      suspendedAt.set(customer.id, now)
      const text = `The bot is silent for ${customer.username} now: ${reason}. Enable the customer again on the Customers page.`
      yield* alerts.raise(tenantId, `suspended/${customer.id}`, text)
    }
    return isSilent
  })

  const waits = new Map<ContactId, { readonly until: number | null; readonly at: number }>()
  const remember = (contactId: ContactId, until: number | null, at: number) => {
    if (waits.size >= mostWriters) waits.clear()
    waits.set(contactId, { until, at })
    return until
  }

  const note = ({ tenantId, writer, rules }: Known, kind: ConductKind, count: number, now: number) =>
    conduct.note(tenantId, writer.contactId, kind, count, now, conductLimit(kind, rules))

  return {
    /** Whether the customer was suspended in this chat a moment ago. */
    isSuspended: ({ id }: LinkedCustomer, now: number) =>
      now - (suspendedAt.get(id) ?? -Infinity) < lookEveryMillis,

    /** True when the text has cost the writer the bot. */
    abuse: Effect.fnUntraced(function* (known: Known, text: string, now: number) {
      const { rules, writer } = known
      if (!rules.isAbuseSuspended || writer.isTrusted) return false
      const word = abusiveWord(text, rules.abuseWords)
      return word === null ? false : yield* suspend(known, `abusive word “${word}”`, now)
    }),

    /** Unix milliseconds until which the writer must wait for asking about others' orders; null = he may ask. */
    waitsUntil: Effect.fnUntraced(function* (known: Known, now: number) {
      const { contactId, isTrusted } = known.writer
      if (!known.rules.isForeignOrderLimited || isTrusted) return null
      const before = waits.get(contactId)
      if (before !== undefined && now - before.at < lookEveryMillis) {
        return before.until !== null && before.until > now ? before.until : null
      }
      return remember(contactId, (yield* note(known, "not_owned", 0, now)).blockedUntil, now)
    }),

    /** Counts what was asked in vain. */
    learn: Effect.fnUntraced(function* (known: Known, answers: ReadonlyArray<OrderAnswer>, now: number) {
      const { rules, writer } = known
      if (writer.isTrusted) return
      const count = (kind: "not_found" | "not_owned") =>
        answers.filter((answer) => answer._tag === "Refused" && answer.kind === kind).length
      const wrong = count("not_found")
      if (wrong > 0 && rules.isWrongOrderSuspended) {
        const { isFirst } = yield* note(known, "wrong_order", wrong, now)
        if (isFirst) yield* suspend(known, `more than ${rules.wrongOrders} order ids that do not exist`, now)
      }
      const foreign = count("not_owned")
      if (foreign === 0 || !rules.isForeignOrderLimited) return
      remember(writer.contactId, (yield* note(known, "not_owned", foreign, now)).blockedUntil, now)
    })
  }
})

import { readGuarantee } from "./Guarantee.ts"
import type { GuaranteeReading } from "./Guarantee.ts"
import type { GuaranteeGift } from "./GuaranteeRules.ts"
import type { Order } from "./Order.ts"
import { ownGuarantee } from "./OwnGuarantee.ts"
import type { OwnMatch } from "./OwnGuarantee.ts"
import type { Rules } from "./Rules.ts"

/** What is known of a service before its guarantee is read; null where nobody said. */
export interface ServiceFacts {
  readonly serviceId: string | null
  readonly serviceName: string | null
  readonly isRefillOffered: boolean | null
  /** Staff deliver it, no provider does. */
  readonly isManual: boolean
}

/** Who has the last word on a service's guarantee. */
export type GuaranteeSource = "service_rule" | "manual_rule" | "own_word" | "name" | "panel_flag" | "nothing"

/** One thing that was looked at and what it said; the one that `decides` ends the search. */
export interface GuaranteeStep {
  readonly looked: string
  readonly found: string
  readonly decides: boolean
}

/** The guarantee of a service with the whole way to it. */
export interface ServiceGuarantee {
  readonly reading: GuaranteeReading
  readonly from: GuaranteeSource
  /** What refills are judged by: 0 = none, null = the panel offers a refill without saying how long. */
  readonly days: number | null
  /** `days` and where they come from, in words. */
  readonly source: string
  readonly steps: ReadonlyArray<GuaranteeStep>
  /** The name says one thing and the panel's flag the other, and no rule of the owner's settles it. */
  readonly isDisputed: boolean
}

/** The rules of a tenant that a guarantee depends on. */
export type ReadingRules = Pick<
  Rules,
  "guaranteeDaysByService" | "guaranteeRules" | "manualGuarantee" | "lifetimeDays"
>

/**
 * OR-08's precedence: the owner's word on the service id, on services of his staff, a negative in the name, days or
 * lifetime in the name (his own words before the built-in ones), the panel's refill flag.
 */
export const serviceGuarantee = (service: ServiceFacts, rules: ReadingRules): ServiceGuarantee => {
  const steps: Array<GuaranteeStep> = []
  const look = (looked: string, found: string | null): boolean => {
    steps.push({ looked, found: found ?? "nothing", decides: found !== null })
    return found !== null
  }
  const end = (
    reading: GuaranteeReading,
    from: GuaranteeSource,
    days: number | null,
    source: string
  ): ServiceGuarantee => ({
    reading,
    from,
    days,
    source,
    steps,
    isDisputed: isDisputed(reading, from, service)
  })
  const settle = (gives: GuaranteeGift, from: GuaranteeSource, by: string): ServiceGuarantee => {
    if (gives === "none") return end({ kind: "none" }, from, 0, `none by ${by}`)
    return gives === "lifetime"
      ? end({ kind: "lifetime" }, from, rules.lifetimeDays, `lifetime by ${by}, ${rules.lifetimeDays} days`)
      : end({ kind: "days", days: gives.days }, from, gives.days, `${gives.days} days by ${by}`)
  }

  const own = ownDays(service.serviceId, rules)
  if (look("owner's rule for the service", own === null ? null : `${own} days`) && own !== null) {
    const reading = own > 0 ? ({ kind: "days", days: own } as const) : ({ kind: "none" } as const)
    return end(reading, "service_rule", own, `${own} days by the owner's rule for the service`)
  }
  if (service.isManual) {
    const manual = rules.manualGuarantee
    if (look("owner's rule for manual services", manual === null ? null : words(manual)) && manual !== null)
      return settle(manual, "manual_rule", "the owner's rule for manual services")
  }

  const name = service.serviceName ?? ""
  const { denied, promised } = ownGuarantee(name, rules.guaranteeRules)
  if (look("owner's words that deny", denied === null ? null : found(denied)) && denied !== null)
    return settle("none", "own_word", markOf(denied))
  const builtIn = readGuarantee(name)
  if (look("denial in the name", builtIn.kind === "none" ? "none" : null))
    return settle("none", "name", "the service's name")
  if (look("owner's words that promise", promised === null ? null : found(promised)) && promised !== null)
    return settle(promised.gives, "own_word", markOf(promised))
  const gift = giftOf(builtIn)
  if (look("days or lifetime in the name", gift === null ? null : words(gift)) && gift !== null)
    return settle(gift, "name", "the service's name")

  const offered = service.isRefillOffered
  look(
    "panel's refill flag",
    offered === null ? null : offered ? "a refill is offered" : "no refill is offered"
  )
  const from = offered === null ? "nothing" : "panel_flag"
  return offered === true
    ? end(builtIn, from, null, "not in the service's name, the panel offers a refill")
    : end(builtIn, from, 0, "not in the service's name, the panel offers no refill")
}

/** What an order's refill is judged by (OR-08). */
export const guaranteeDays = (
  order: Pick<Order, "serviceId" | "serviceName" | "isRefillOffered" | "providerMark">,
  rules: ReadingRules
): Pick<ServiceGuarantee, "days" | "source"> =>
  serviceGuarantee({ ...order, isManual: order.providerMark === null }, rules)

const ownDays = (serviceId: string | null, rules: ReadingRules): number | null => {
  if (serviceId === null || !Object.hasOwn(rules.guaranteeDaysByService, serviceId)) return null
  return Math.max(0, rules.guaranteeDaysByService[serviceId] ?? 0)
}

const giftOf = (reading: GuaranteeReading): GuaranteeGift | null => {
  if (reading.kind === "lifetime") return "lifetime"
  return reading.kind === "days" ? { days: reading.days } : null
}

const words = (gives: GuaranteeGift): string => (typeof gives === "object" ? `${gives.days} days` : gives)

const markOf = ({ rule }: OwnMatch): string => `the owner's ${rule.kind} “${rule.pattern}”`

const found = (match: OwnMatch): string => `${words(match.gives)} by ${markOf(match)}`

const isDisputed = (
  { kind }: GuaranteeReading,
  from: GuaranteeSource,
  { isRefillOffered }: ServiceFacts
): boolean => {
  if (from === "service_rule" || from === "manual_rule") return false
  if (kind === "none") return isRefillOffered === true
  return (kind === "days" || kind === "lifetime") && isRefillOffered === false
}

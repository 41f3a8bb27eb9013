import { Schema } from "effect"

/** The kinds of panel that can be spoken to (PR-01). */
export const PanelKind = Schema.Literals(["perfect_admin_v2", "rental_admin_v1", "user_api_v2", "generic"])
export type PanelKind = typeof PanelKind.Type

/** Requests in any one second unless the owner says otherwise; Rental Panels refuse quick repeats. */
export const usualRate = (kind: PanelKind): number => (kind === "rental_admin_v1" ? 1 : 5)

/** What a kind of panel can be asked for at all, whatever the key. */
export interface KindAbility {
  /** Whose an order is, so that a customer's right to it can be proven. */
  readonly ownership: boolean
  readonly refill: boolean
  readonly cancel: boolean
  readonly users: boolean
  readonly tickets: boolean
}

const abilities: Readonly<Record<Exclude<PanelKind, "generic">, KindAbility>> = {
  perfect_admin_v2: { ownership: true, refill: false, cancel: true, users: true, tickets: true },
  rental_admin_v1: { ownership: true, refill: false, cancel: false, users: true, tickets: false },
  user_api_v2: { ownership: false, refill: true, cancel: true, users: false, tickets: false }
}

/** The ability of a kind; a generic panel's is that of its description. */
export const kindAbility = (kind: PanelKind, described: Partial<KindAbility> = {}): KindAbility =>
  kind === "generic"
    ? { ownership: false, refill: false, cancel: false, users: false, ...described, tickets: false }
    : abilities[kind]

/** The ability in sentences for the owner. */
export const abilityWords = (ability: KindAbility): ReadonlyArray<string> => [
  ability.ownership
    ? "It shows whose an order is, so customers' orders can be checked."
    : "It never shows whose an order is: it cannot prove that an order belongs to a customer. Use it for lists of services and for refills and cancels at a provider.",
  ability.refill && ability.cancel
    ? "Refills and cancels can be requested on it."
    : ability.refill
      ? "Refills can be requested on it, cancels cannot."
      : ability.cancel
        ? "Cancels can be requested on it; refills go to the provider."
        : "Nothing can be requested on it: refills and cancels go to the provider.",
  ability.users ? "Accounts can be looked up by username." : "Accounts cannot be looked up.",
  ability.tickets ? "Tickets can be read." : "Tickets cannot be read."
]

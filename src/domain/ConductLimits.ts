import type { Rules } from "./Rules.ts"

/** More than `limit` within `windowSeconds` blocks for `blockSeconds`. */
export interface ConductLimit {
  readonly limit: number
  readonly windowSeconds: number
  readonly blockSeconds: number
}

/** What is counted of a person (CU-08); `lookup` is counted for the tenant as a whole. */
export type ConductKind =
  | "command"
  | "registration"
  | "lookup"
  | "wrong_order"
  | "not_owned"
  | "unregistered"
  | WarningKind

/** Warnings of the template's name; each is sent once in a while, not per message (CU-09). */
export type WarningKind = "wrong_command" | "account.banned" | "account.suspended" | "account.inactive"

const day = 86_400

/** The first one counts, the others within so many seconds do not. */
const once = (seconds: number): ConductLimit => ({ limit: 0, windowSeconds: seconds, blockSeconds: seconds })

/** The tenant's limit for each kind of conduct. */
export const conductLimit = (kind: ConductKind, rules: Rules): ConductLimit => {
  switch (kind) {
    case "command":
      return {
        limit: rules.commandsPerMinute,
        windowSeconds: 60,
        blockSeconds: rules.rateLimitCoolOffMinutes * 60
      }
    case "registration":
      return {
        limit: rules.registrationsPerHour,
        windowSeconds: 3600,
        blockSeconds: rules.registrationCoolOffMinutes * 60
      }
    case "lookup":
      return { limit: rules.lookupsPerHour, windowSeconds: 3600, blockSeconds: 900 }
    case "wrong_order":
      // The customer is suspended, which ends when the owner says so; the block only says that it was told.
      return { limit: rules.wrongOrders, windowSeconds: rules.wrongOrderMinutes * 60, blockSeconds: 60 }
    case "not_owned":
      return {
        limit: rules.foreignOrders,
        windowSeconds: rules.foreignOrderMinutes * 60,
        blockSeconds: rules.foreignOrderCoolOffMinutes * 60
      }
    case "unregistered":
      // CU-09: "not registered" is said once a day, not per message.
      return { limit: 0, windowSeconds: day, blockSeconds: day }
    case "wrong_command":
      return once(10 * 60)
    case "account.banned":
    case "account.suspended":
    case "account.inactive":
      return once(3600)
  }
}

import { type PanelApiName } from "./Faults.ts"

/** Where real panels differ or the documents are silent: all can be changed while the simulator runs. */
export interface PanelSettings {
  /** What the script offers; Perfect Panel: its admin API and its user API. */
  apis: ReadonlyArray<PanelApiName>
  /** Requests per second of the admin API, of a Rental Panel's and of the odd one; vendor: "5 req/sec per panel". 0 switches it off. */
  ratePerSecond: number
  /** The same for the user API, for which no limit is documented: off. */
  userRatePerSecond: number
  /** `thin`: the list leaves out provider, external_id and last_update, which GET /orders/{id} has. */
  listDetail: "full" | "thin"
  /** What `data.count` counts. */
  listCount: "total" | "page"
  /** `charge` as an object or as a plain number; both are seen. */
  moneyShape: "object" | "plain"
  currency: string
  /** `bare`: of a user only id, username and email, all that is proven. */
  userDetail: "full" | "bare"
  /** `nameless`: the list of tickets leaves out whose they are, which GET /tickets/{id} has. */
  ticketList: "full" | "nameless"
  ticketOrder: "newest-first" | "oldest-first"
  /** Orders carry their owner's number as `user_id`. */
  showsUserIds: boolean
  /** A Rental Panel's support has switched `getProviders` on. */
  listsProviders: boolean
  /** The panel's clock for "YYYY-MM-DD HH:MM:SS". */
  utcOffsetMinutes: number
  /** Names that payments/add accepts as `method`. */
  paymentMethods: ReadonlyArray<string>
  /** Logins that tickets/{id}/reply accepts as `staff_name`. */
  staff: ReadonlyArray<string>
}

/** The documented behaviour, and the usual one where nothing is documented. */
export const defaultSettings: PanelSettings = {
  apis: ["admin", "user"],
  ratePerSecond: 5,
  userRatePerSecond: 0,
  listDetail: "full",
  listCount: "total",
  moneyShape: "object",
  currency: "USD",
  userDetail: "full",
  ticketList: "full",
  ticketOrder: "newest-first",
  showsUserIds: false,
  listsProviders: false,
  utcOffsetMinutes: 0,
  paymentMethods: ["Bonus", "Perfect Money USD"],
  staff: ["support"]
}

/** A key of the admin API and what it may see. */
export interface AdminKey {
  readonly key: string
  /** "View external ID access required." */
  canSeeExternalIds: boolean
  isRevoked: boolean
}

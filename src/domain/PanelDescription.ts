import { Schema } from "effect"
import { parsePath } from "./JsonPath.ts"
import { OrderStatus } from "./Order.ts"
import type { KindAbility } from "./PanelKind.ts"

const path = Schema.String.check(
  Schema.makeFilter((text: string) =>
    parsePath(text) === undefined ? "Write a path such as $.data[0].id." : undefined
  )
)

const looksSecret = (text: string): boolean => /[A-Za-z0-9_-]{24,}/.test(text)

const fixedText = Schema.String.check(
  Schema.isMaxLength(200),
  Schema.makeFilter((text: string) =>
    looksSecret(text)
      ? "This looks like a key. Keys belong into the field for the key alone, where they are kept sealed."
      : undefined
  )
)

// Of the panels whose documents are known (orders/pull, getOrder, getOrders): reading there takes the orders away.
const claims = /(?:^|[/=?&])(?:pull|getorders?|take|claim)(?:$|[/?&])/i

const place = Schema.String.check(
  Schema.isMaxLength(200),
  Schema.makeFilter((text: string) => {
    if (!/^\/[\w\-./{}~%]*$/.test(text) || text.includes("..") || text.includes("//"))
      return "Write the path below the panel's address, such as /v1/orders."
    if (claims.test(text))
      return "This path hands orders out and changes them. It must not be used for reading."
    return looksSecret(text) ? "A path must not hold a key." : undefined
  })
)

const fields = Schema.Record(Schema.String.check(Schema.isMaxLength(60)), fixedText).check(
  Schema.makeFilter((all: Readonly<Record<string, string>>) => {
    if (Object.keys(all).length > 20) return "Twenty fields are the most."
    return Object.values(all).some((text) => claims.test(`=${text}`))
      ? "This action hands orders out and changes them. It must not be used for reading."
      : undefined
  })
)

const idsPerCall = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 }))

/**
 * One call. `{ids}`, `{username}` and `{email}` in path, query and body are replaced; `idsPerCall` ids are written with
 * `separator` (a comma) between them.
 */
export const PanelAction = Schema.Struct({
  method: Schema.Literals(["GET", "POST"]),
  path: place,
  query: Schema.optionalKey(fields),
  body: Schema.optionalKey(fields),
  bodyFormat: Schema.optionalKey(Schema.Literals(["json", "form"])),
  idsPerCall: Schema.optionalKey(idsPerCall),
  separator: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(3)))
})
export type PanelAction = typeof PanelAction.Type

/** Where an order's fields are, `$` being the order itself. Only the number is needed; the rest stays unknown. */
export const OrderPaths = Schema.Struct({
  id: path,
  username: Schema.optionalKey(path),
  userId: Schema.optionalKey(path),
  status: Schema.optionalKey(path),
  serviceId: Schema.optionalKey(path),
  serviceName: Schema.optionalKey(path),
  externalId: Schema.optionalKey(path),
  provider: Schema.optionalKey(path),
  link: Schema.optionalKey(path),
  quantity: Schema.optionalKey(path),
  startCount: Schema.optionalKey(path),
  remains: Schema.optionalKey(path),
  createdAt: Schema.optionalKey(path),
  updatedAt: Schema.optionalKey(path),
  refillOffered: Schema.optionalKey(path),
  cancelOffered: Schema.optionalKey(path)
})
export type OrderPaths = typeof OrderPaths.Type

/** Where an account's fields are, `$` being the account. */
export const UserPaths = Schema.Struct({
  username: path,
  userId: Schema.optionalKey(path),
  email: Schema.optionalKey(path),
  status: Schema.optionalKey(path),
  balance: Schema.optionalKey(path),
  spent: Schema.optionalKey(path),
  currency: Schema.optionalKey(path)
})
export type UserPaths = typeof UserPaths.Type

/** What a request's answer says per order; without it an answer without an error is good for all. */
const Results = Schema.Struct({
  list: path,
  id: path,
  accepted: Schema.optionalKey(path),
  error: Schema.optionalKey(path)
})

const mentions = ({ path, query, body }: PanelAction, word: RegExp): boolean =>
  word.test(JSON.stringify([path, query, body]))

const Ask = Schema.Struct({ action: PanelAction, results: Schema.optionalKey(Results) })

/** A panel of no known kind as its owner describes it (PR-01). It holds no secret: the key is kept with the account. */
export const PanelDescription = Schema.Struct({
  auth: Schema.Struct({
    place: Schema.Literals(["header", "query", "body"]),
    name: Schema.String.check(Schema.isPattern(/^[A-Za-z][\w-]{0,59}$/)),
    /** Written before the key, such as "Bearer ". */
    prefix: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(20)))
  }),
  /** Where an answer says what went wrong, also in a good one. */
  error: Schema.optionalKey(path),
  orders: Schema.Struct({ action: PanelAction, list: path, fields: OrderPaths }),
  /** The panel's own words for a status, beside the usual ones. */
  statuses: Schema.optionalKey(Schema.Record(Schema.String, OrderStatus)),
  users: Schema.optionalKey(Schema.Struct({ action: PanelAction, list: path, fields: UserPaths })),
  refill: Schema.optionalKey(Ask),
  cancel: Schema.optionalKey(Ask),
  services: Schema.optionalKey(
    Schema.Struct({
      action: PanelAction,
      list: path,
      fields: Schema.Struct({
        id: path,
        name: path,
        category: Schema.optionalKey(path),
        rate: Schema.optionalKey(path),
        min: Schema.optionalKey(path),
        max: Schema.optionalKey(path),
        refill: Schema.optionalKey(path),
        cancel: Schema.optionalKey(path)
      })
    })
  )
}).check(
  Schema.makeFilter(({ auth, orders, users, refill, cancel }) => {
    const byId = [orders.action, refill?.action, cancel?.action].filter((action) => action !== undefined)
    const actions = [...byId, ...(users === undefined ? [] : [users.action])]
    if (auth.place === "body" && actions.some(({ method }) => method === "GET"))
      return "A key in the body needs POST everywhere."
    if (!byId.every((action) => mentions(action, /\{ids\}/)))
      return "Say with {ids} where the order numbers go."
    return users === undefined || mentions(users.action, /\{(?:username|email)\}/)
      ? undefined
      : "Say with {username} or {email} where the name goes."
  })
)
export type PanelDescription = typeof PanelDescription.Type

/** What a described panel can be asked for. */
export const describedAbility = (description: PanelDescription): Partial<KindAbility> => ({
  ownership:
    description.orders.fields.username !== undefined || description.orders.fields.userId !== undefined,
  users: description.users !== undefined,
  refill: description.refill !== undefined,
  cancel: description.cancel !== undefined
})

/** What an account keeps beside address and keys; no secret. */
export const PanelSettings = Schema.Struct({ description: Schema.optionalKey(PanelDescription) })
export type PanelSettings = typeof PanelSettings.Type

import { type Input } from "../telegram/http/Input.ts"
import { type PanelSettings, type AdminKey } from "./PanelSettings.ts"
import { type PanelStore } from "./PanelStore.ts"
import { type PanelOrder } from "./Model.ts"

/** What an admin API route gets. */
export interface AdminCall {
  readonly store: PanelStore
  readonly settings: PanelSettings
  readonly key: AdminKey
  readonly input: Input
  /** Path and query as requested, for the hrefs of the pagination. */
  readonly path: string
  readonly query: URLSearchParams
}

/** `data` of an answer, with `pagination` for lists. */
export interface AdminAnswer {
  readonly data: unknown
  readonly pagination?: Pagination
}

export interface Pagination {
  readonly prev_page_href: string
  readonly next_page_href: string
  readonly offset: number
  readonly limit: number
}

export type AdminRoute = (call: AdminCall) => AdminAnswer

/** An answer with `error_code`; in HTTP 200 unless said otherwise. */
export class AdminError extends Error {
  readonly code: number
  readonly status: number

  constructor(message: string, code: number, status = 200) {
    super(message)
    this.code = code
    this.status = status
  }
}

// Only code 100 is known from the field; the others are the simulator's own.
export const notFound = () => new AdminError("Page not found.", 100, 404)
export const invalid = (message: string) => new AdminError(message, 102)

const DEFAULT_LIMIT = 100
const MAX_LIMIT = 1_000

/** One page of a list with the envelope's pagination. */
export const page = <T>(
  call: AdminCall,
  items: ReadonlyArray<T>,
  render: (item: T) => unknown
): AdminAnswer => {
  const limit = Math.min(Math.max(call.input.optionalNumber("limit") ?? DEFAULT_LIMIT, 1), MAX_LIMIT)
  const offset = Math.max(call.input.optionalNumber("offset") ?? 0, 0)
  const list = items.slice(offset, offset + limit).map(render)
  const href = (to: number) => {
    const query = new URLSearchParams(call.query)
    query.set("limit", String(limit))
    query.set("offset", String(to))
    return `${call.path}?${query}`
  }
  return {
    data: { count: call.settings.listCount === "total" ? items.length : list.length, list },
    pagination: {
      prev_page_href: offset > 0 ? href(Math.max(0, offset - limit)) : "",
      next_page_href: offset + limit < items.length ? href(offset + limit) : "",
      offset,
      limit
    }
  }
}

/** The numbers of "1,2,3"; the admin API takes ids as text. */
export const idList = (text: string): ReadonlyArray<number> =>
  text
    .split(",")
    .map((part) => Number(part.trim()))
    .filter((id) => Number.isInteger(id) && id > 0)

/** `ids` of a body, which must be text with at least one number. */
export const bodyIds = ({ input }: AdminCall): ReadonlyArray<number> => {
  const ids = input.all["ids"]
  const list = typeof ids === "string" ? idList(ids) : []
  if (list.length === 0) throw invalid("ids must be a string of order IDs separated by commas")
  return list
}

/** Acts on each order and reports per order, in the form documented for /orders/update. */
export const eachOrder = (
  { store }: AdminCall,
  ids: ReadonlyArray<number>,
  act: (order: PanelOrder) => string | undefined
): AdminAnswer => ({
  data: {
    orders: ids.map((id) => {
      const order = store.orders.get(id)
      const problem = order ? act(order) : "Incorrect order ID"
      return {
        id,
        success: problem === undefined,
        message: problem ?? "",
        error_code: problem === undefined ? 0 : 103
      }
    })
  }
})

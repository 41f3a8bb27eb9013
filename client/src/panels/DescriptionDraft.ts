import type { PanelDescription } from "../api/PanelGateway.ts"
import {
  actionDraft,
  actionOf,
  authOf,
  emptyAction,
  emptyAuth,
  filled,
  linesOf,
  recordOf,
  type ActionDraft,
  type AuthDraft
} from "./ActionDraft.ts"

/** The paths of fields, by the fields' names; an empty one is not there. */
export type PathsDraft = Readonly<Record<string, string>>

/** A call whose answer is a list. */
export interface ListDraft {
  readonly action: ActionDraft
  readonly list: string
  readonly fields: PathsDraft
}

/** A request, and where its answer says what came of it for each order. */
export interface AskDraft {
  readonly action: ActionDraft
  readonly results: PathsDraft
}

/** A panel's API as its owner types it; null = the panel has no such call. */
export interface DescriptionDraft {
  readonly auth: AuthDraft
  readonly error: string
  readonly orders: ListDraft
  /** "Done=completed" on each line. */
  readonly statuses: string
  readonly refill: AskDraft | null
  readonly cancel: AskDraft | null
  readonly users: ListDraft | null
  readonly services: ListDraft | null
}

export const emptyList: ListDraft = { action: emptyAction, list: "$.data", fields: {} }
export const emptyAsk: AskDraft = { action: { ...emptyAction, method: "POST" }, results: {} }

export const emptyDescription: DescriptionDraft = {
  auth: emptyAuth,
  error: "",
  orders: { ...emptyList, fields: { id: "$.id", status: "$.status" } },
  statuses: "",
  refill: null,
  cancel: null,
  users: null,
  services: null
}

const listOf = (draft: ListDraft) => ({
  action: actionOf(draft.action),
  list: draft.list.trim(),
  fields: filled(draft.fields)
})

const askOf = (draft: AskDraft) => {
  const results = filled(draft.results)
  return {
    action: actionOf(draft.action),
    ...(Object.keys(results).length === 0 ? {} : { results })
  }
}

/** The description as the gateway takes it; the gateway says what is missing or wrong. */
export const descriptionOf = (draft: DescriptionDraft): PanelDescription => {
  const { cancel, refill, services, users } = draft
  const made = {
    auth: authOf(draft.auth),
    ...(draft.error.trim() === "" ? {} : { error: draft.error.trim() }),
    orders: listOf(draft.orders),
    ...(draft.statuses.trim() === "" ? {} : { statuses: recordOf(draft.statuses) }),
    ...(users === null ? {} : { users: listOf(users) }),
    ...(refill === null ? {} : { refill: askOf(refill) }),
    ...(cancel === null ? {} : { cancel: askOf(cancel) }),
    ...(services === null ? {} : { services: listOf(services) })
  }
  return made as PanelDescription
}

const listDraft = (list: PanelDescription["orders" | "users" | "services"]): ListDraft | null =>
  list === undefined
    ? null
    : { action: actionDraft(list.action), list: list.list, fields: { ...list.fields } as PathsDraft }

const askDraft = (ask: PanelDescription["refill"]): AskDraft | null =>
  ask === undefined ? null : { action: actionDraft(ask.action), results: { ...ask.results } as PathsDraft }

/** A saved description, for its form. */
export const descriptionDraft = (description: PanelDescription): DescriptionDraft => ({
  auth: { ...emptyAuth, ...description.auth },
  error: description.error ?? "",
  orders: listDraft(description.orders) ?? emptyList,
  statuses: linesOf(description.statuses),
  refill: askDraft(description.refill),
  cancel: askDraft(description.cancel),
  users: listDraft(description.users),
  services: listDraft(description.services)
})

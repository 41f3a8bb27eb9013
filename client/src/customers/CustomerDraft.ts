import type { Customer, CustomerChange } from "../api/CustomerGateway.ts"

/** A customer's fields as they stand in a form: what is not known is empty. */
export interface CustomerDraft {
  readonly username: string
  readonly userId: string
  readonly email: string
  readonly panelId: string
  readonly memo: string
  readonly language: string
  readonly isAutoSuspended: boolean
}

/** The form of nobody yet. */
export const emptyDraft: CustomerDraft = {
  username: "",
  userId: "",
  email: "",
  panelId: "",
  memo: "",
  language: "",
  isAutoSuspended: true
}

/** A customer's fields for a form. */
export const draftOf = (customer: Customer): CustomerDraft => ({
  username: customer.username,
  userId: customer.userId ?? "",
  email: customer.email ?? "",
  panelId: customer.panelId ?? "",
  memo: customer.memo,
  language: customer.language ?? "",
  isAutoSuspended: customer.isAutoSuspended
})

/** What a form sends: no panel is null, which the API tells from an unknown one. */
export const sent = (draft: CustomerDraft) => ({
  ...draft,
  username: draft.username.trim(),
  userId: draft.userId.trim(),
  email: draft.email.trim(),
  language: draft.language.trim(),
  panelId: draft.panelId === "" ? null : draft.panelId
})

/** The fields that differ from the customer as he is stored. */
export const changesOf = (customer: Customer | null, draft: CustomerDraft | null): Partial<CustomerDraft> => {
  if (customer === null || draft === null) return {}
  const stored = draftOf(customer)
  const keys = Object.keys(stored) as ReadonlyArray<keyof CustomerDraft>
  return Object.fromEntries(keys.filter((key) => draft[key] !== stored[key]).map((key) => [key, draft[key]]))
}

/** The same, as the API wants it. */
export const changeBody = (customer: Customer, draft: CustomerDraft): CustomerChange => {
  const values = sent(draft)
  const changed = Object.keys(changesOf(customer, draft)) as ReadonlyArray<keyof CustomerDraft>
  return {
    version: customer.version,
    ...Object.fromEntries(changed.map((key) => [key, values[key]]))
  }
}

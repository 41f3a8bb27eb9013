import { Schema } from "effect"
import { Customer } from "../../domain/Customer.ts"
import {
  emailProblem,
  labelProblem,
  languageProblem,
  memoProblem,
  userIdProblem,
  usernameProblem
} from "../../domain/CustomerWords.ts"
import { PanelId } from "../../domain/Ids.ts"

const isId = Schema.isUUID()

/** A text that a function of the domain has no complaint about. */
const text = (problem: (text: string) => string | null) =>
  Schema.String.check(Schema.makeFilter((value: string) => problem(value) ?? undefined))

/** The same; null or blank takes away what was there. */
const clearable = (problem: (text: string) => string | null) =>
  Schema.NullOr(text((value) => (value.trim() === "" ? null : problem(value))))

const fields = {
  userId: clearable(userIdProblem),
  email: clearable(emailProblem),
  panelId: Schema.NullOr(PanelId.check(isId)),
  memo: text(memoProblem),
  language: clearable(languageProblem),
  isAutoSuspended: Schema.Boolean
}

const optional = {
  userId: Schema.optionalKey(fields.userId),
  email: Schema.optionalKey(fields.email),
  panelId: Schema.optionalKey(fields.panelId),
  memo: Schema.optionalKey(fields.memo),
  language: Schema.optionalKey(fields.language),
  isAutoSuspended: Schema.optionalKey(fields.isAutoSuspended)
}

const addresses = Schema.optionalKey(
  Schema.Array(Schema.String.check(Schema.isMaxLength(60))).check(Schema.isMaxLength(50))
)

/** A customer to add. `whatsapp`: numbers with their country code; `telegram`: numeric ids. */
export const NewCustomerBody = Schema.Struct({
  username: text(usernameProblem),
  ...optional,
  whatsapp: addresses,
  telegram: addresses
})

/** What to change of a customer; `version` is the one the editor saw. */
export const CustomerChangeBody = Schema.Struct({
  version: Schema.Int,
  username: Schema.optionalKey(text(usernameProblem)),
  ...optional
})

/** One address, on WhatsApp or on Telegram. */
export const AddressBody = {
  whatsapp: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(60))),
  telegram: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(60)))
}

/** A customer as he is after what was asked. */
export const OneCustomer = Schema.Struct({ customer: Customer })

/** What a trusted identity is called. */
export const Label = text(labelProblem)

import { Clock, Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { type CustomerFields, Customers, type Silenced } from "../../ports/Customers.ts"
import { Tenants } from "../../ports/Tenants.ts"
import { type Column, csvFile, onePage } from "../answers/CsvFile.ts"
import { badCursor, filled, found, notFound, page } from "../answers/Lists.ts"
import { Api } from "../Api.ts"
import { CurrentLogin, CurrentTenant } from "../api/Authorization.ts"
import { readAddress, readAddresses } from "./Addresses.ts"
import { refused } from "./CustomerRefusals.ts"
import { fileHandlers } from "./FileHandlers.ts"

/** The tenant's customers; every change is audited under the login's name. */
export const layer = HttpApiBuilder.group(
  Api,
  "customers",
  Effect.fn(function* (handlers) {
    const customers = yield* Customers
    const tenants = yield* Tenants

    /** Whose pages these are, who asks, and whether numbers may have several usernames (CU-06). */
    const editor = Effect.gen(function* () {
      const tenantId = yield* CurrentTenant
      const { username: by } = yield* CurrentLogin
      const { rules } = yield* tenants.config(tenantId)
      return { tenantId, options: { by, mayHaveSeveral: rules.areSeveralAccountsAllowed } }
    })
    const who = Effect.all([CurrentTenant, Effect.map(CurrentLogin, ({ username }) => username)])

    return handlers.handleAll({
      ...(yield* fileHandlers),

      customers: Effect.fn("CustomerApi.customers")(function* ({ query }) {
        return yield* customers
          .list(yield* CurrentTenant, {
            status: query.status || null,
            search: filled(query.search),
            ...page(query)
          })
          .pipe(Effect.catchTag("BadCursor", badCursor))
      }),

      customer: Effect.fn("CustomerApi.customer")(function* ({ params }) {
        return { customer: yield* found(yield* customers.find(yield* CurrentTenant, params.id)) }
      }),

      add: Effect.fn("CustomerApi.add")(function* ({ payload }) {
        const { options, tenantId } = yield* editor
        const contacts = yield* readAddresses(payload)
        const { telegram: _, whatsapp: __, ...set } = payload
        const fields: CustomerFields = { ...nobody, ...cleared(set), username: payload.username }
        const customer = yield* refused(customers.add(tenantId, fields, contacts, options))
        return { customer }
      }),

      edit: Effect.fn("CustomerApi.edit")(function* ({ params, payload }) {
        const [tenantId, by] = yield* who
        const { version, ...set } = payload
        const edited = yield* refused(customers.edit(tenantId, params.id, version, cleared(set), by))
        return { customer: yield* found(edited) }
      }),

      remove: Effect.fn("CustomerApi.remove")(function* ({ params }) {
        const [tenantId, by] = yield* who
        if (!(yield* customers.remove(tenantId, params.id, by))) return yield* notFound
      }),

      setStatus: Effect.fn("CustomerApi.setStatus")(function* ({ params, payload }) {
        const [tenantId, by] = yield* who
        if (!(yield* customers.setStatus(tenantId, params.id, payload.status, by))) return yield* notFound
      }),

      addContact: Effect.fn("CustomerApi.addContact")(function* ({ params, payload }) {
        const { options, tenantId } = yield* editor
        const address = yield* readAddress(payload)
        const changed = yield* refused(customers.addContact(tenantId, params.id, address, options))
        return { customer: yield* found(changed) }
      }),

      removeContact: Effect.fn("CustomerApi.removeContact")(function* ({ params }) {
        const [tenantId, by] = yield* who
        if (!(yield* customers.removeContact(tenantId, params.id, params.contactId, by)))
          return yield* notFound
      }),

      silenced: Effect.fn("CustomerApi.silenced")(function* () {
        return { items: yield* customers.silenced(yield* CurrentTenant, yield* Clock.currentTimeMillis) }
      }),

      silencedFile: Effect.fn("CustomerApi.silencedFile")(function* () {
        const items = yield* customers.silenced(yield* CurrentTenant, yield* Clock.currentTimeMillis)
        return yield* csvFile({ name: "silenced", columns: silencedColumns, page: onePage(items) })
      }),

      release: Effect.fn("CustomerApi.release")(function* ({ params }) {
        const [tenantId, by] = yield* who
        if (!(yield* customers.release(tenantId, params.id, by))) return yield* notFound
      })
    })
  })
)

/** Somebody whom the gateway silenced, as a line of a file. */
const silencedColumns: ReadonlyArray<Column<Silenced>> = [
  { name: "Who", text: ({ who }) => who },
  { name: "Why", text: ({ reason }) => reason },
  { name: "Since", at: ({ since }) => (since > 0 ? since : null) },
  { name: "Until", at: ({ until }) => until }
]

/** A customer of whom nothing is known but the name. */
const nobody: Omit<CustomerFields, "username"> = {
  userId: null,
  email: null,
  panelId: null,
  memo: "",
  language: null,
  isAutoSuspended: true
}

const blank = (text: string | null): string | null => (text === null || text.trim() === "" ? null : text)

/** Blank fields are taken away; e-mail addresses are kept in small letters. */
const cleared = ({
  email,
  language,
  userId,
  ...fields
}: Partial<CustomerFields>): Partial<CustomerFields> => ({
  ...fields,
  ...(userId === undefined ? {} : { userId: blank(userId) }),
  ...(email === undefined ? {} : { email: blank(email)?.toLowerCase() ?? null }),
  ...(language === undefined ? {} : { language: blank(language) })
})

import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Customer, CustomerStatus } from "../../domain/Customer.ts"
import { ContactId, CustomerId } from "../../domain/Ids.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { AddressBody, CustomerChangeBody, NewCustomerBody, OneCustomer } from "./CustomerBodies.ts"
import { CsvText } from "./CsvText.ts"
import { next, paging, search } from "./Paging.ts"
import { Conflict, NotFound } from "./Refusals.ts"

const isId = Schema.isUUID()
const path = { id: CustomerId.check(isId) }

/** One page of customers by username, with counts by status. */
export const CustomerPage = Schema.Struct({
  items: Schema.Array(Customer),
  next,
  counts: Schema.Struct({
    all: Schema.Number,
    active: Schema.Number,
    disabled: Schema.Number,
    suspended: Schema.Number
  })
})

/** What an import did, or would do. */
export const ImportAnswer = Schema.Struct({
  added: Schema.Int,
  changed: Schema.Int,
  unchanged: Schema.Int,
  problems: Schema.Array(Schema.Struct({ line: Schema.Int, text: Schema.String }))
})

/** Whom automatic steps silenced; `until` null = until somebody enables him again. */
export const SilencedList = Schema.Struct({
  items: Schema.Array(
    Schema.Struct({
      customerId: Schema.NullOr(CustomerId),
      contactId: Schema.NullOr(ContactId),
      who: Schema.String,
      reason: Schema.String,
      since: Schema.Number,
      until: Schema.NullOr(Schema.Number)
    })
  )
})

/** A list as a file that spreadsheets open. */
const CsvFile = HttpApiSchema.WithHeaders(
  Schema.String.pipe(HttpApiSchema.asText({ contentType: "text/csv; charset=utf-8" })),
  { "content-disposition": Schema.String }
)

/** What narrows the list of customers. */
const filters = { status: Schema.optionalKey(Schema.Literals([...CustomerStatus.literals, ""])), search }

/** The tenant's customers: panel usernames with their numbers (CU-01, CU-02, CU-08). */
export class CustomerApi extends HttpApiGroup.make("customers")
  .add(
    HttpApiEndpoint.get("customers", "/customers", {
      query: { ...filters, ...paging },
      success: CustomerPage
    }),
    HttpApiEndpoint.post("add", "/customers", {
      payload: NewCustomerBody,
      success: OneCustomer,
      error: Conflict
    }),
    HttpApiEndpoint.get("silenced", "/customers/silenced", { success: SilencedList }),
    HttpApiEndpoint.get("silencedFile", "/customers/silenced.csv", { success: CsvText }).annotate(Needs, [
      "owner"
    ]),
    HttpApiEndpoint.get("export", "/customers/export", { query: filters, success: CsvFile })
      .annotate(Needs, ["owner"])
      .annotate(
        OpenApi.Description,
        "Every customer that the same filters list, in the columns that an import reads."
      ),
    HttpApiEndpoint.post("import", "/customers/import", {
      payload: Schema.Struct({ csv: Schema.String, isDry: Schema.Boolean }),
      success: ImportAnswer
    }).annotate(Needs, ["owner"]),
    HttpApiEndpoint.get("customer", "/customers/:id", {
      params: path,
      success: OneCustomer,
      error: NotFound
    }),
    HttpApiEndpoint.patch("edit", "/customers/:id", {
      params: path,
      payload: CustomerChangeBody,
      success: OneCustomer,
      error: [NotFound, Conflict]
    }),
    HttpApiEndpoint.delete("remove", "/customers/:id", { params: path, error: NotFound }),
    HttpApiEndpoint.post("setStatus", "/customers/:id/status", {
      params: path,
      payload: Schema.Struct({ status: Schema.Literals(["active", "disabled"]) }),
      error: NotFound
    }),
    HttpApiEndpoint.post("addContact", "/customers/:id/contacts", {
      params: path,
      payload: Schema.Struct(AddressBody),
      success: OneCustomer,
      error: [NotFound, Conflict]
    }),
    HttpApiEndpoint.delete("removeContact", "/customers/:id/contacts/:contactId", {
      params: { ...path, contactId: ContactId.check(isId) },
      error: NotFound
    }),
    HttpApiEndpoint.post("release", "/contacts/:id/release", {
      params: { id: ContactId.check(isId) },
      error: NotFound
    })
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotate(Needs, ["customers.manage"])
  .annotateMerge(
    OpenApi.annotations({ title: "Customers", description: "Panel usernames with their numbers" })
  ) {}

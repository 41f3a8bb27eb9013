import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { ConversationId, CustomerId, RegistrationId } from "../../domain/Ids.ts"
import { Proof, RegistrationState } from "../../domain/Registration.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { CsvText } from "./CsvText.ts"
import { next, paging } from "./Paging.ts"
import { Conflict, NotFound } from "./Refusals.ts"

const path = { id: RegistrationId.check(Schema.isUUID()) }

/** A number that asks for a username; times in unix milliseconds. */
export const RegistrationView = Schema.Struct({
  id: RegistrationId,
  username: Schema.String,
  email: Schema.NullOr(Schema.String),
  panelName: Schema.NullOr(Schema.String),
  proof: Proof,
  state: RegistrationState,
  address: Schema.String,
  name: Schema.NullOr(Schema.String),
  conversationId: Schema.NullOr(ConversationId),
  askedAt: Schema.Number,
  decidedAt: Schema.NullOr(Schema.Number),
  decidedBy: Schema.NullOr(Schema.String)
})

/** One page, newest first; `waiting` counts those that wait. */
export const RegistrationPage = Schema.Struct({
  items: Schema.Array(RegistrationView),
  next,
  waiting: Schema.Int
})

const state = Schema.optionalKey(Schema.Literals([...RegistrationState.literals, ""]))

/** Numbers on their way to a username (CU-04, CU-05). The asker is told in his chat, whichever way it ends. */
export class RegistrationApi extends HttpApiGroup.make("registrations")
  .add(
    HttpApiEndpoint.get("registrations", "/registrations", {
      query: { state, ...paging },
      success: RegistrationPage
    }),
    HttpApiEndpoint.get("registrationFile", "/registrations.csv", {
      query: { state },
      success: CsvText
    }).annotate(Needs, ["owner"]),
    HttpApiEndpoint.post("approve", "/registrations/:id/approve", {
      params: path,
      success: Schema.Struct({ customerId: CustomerId }),
      error: [NotFound, Conflict]
    }),
    HttpApiEndpoint.post("reject", "/registrations/:id/reject", { params: path, error: [NotFound, Conflict] })
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotate(Needs, ["customers.manage"])
  .annotateMerge(
    OpenApi.annotations({ title: "Registrations", description: "Numbers on their way to a username" })
  ) {}

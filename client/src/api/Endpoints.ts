import type { Schema } from "effect"
import type { HttpApi, HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import type { Api } from "../../../src/http/Api.ts"

// What travels as JSON, read off the API itself. Types only: the Effect runtime stays out of the bundle.

type Groups = typeof Api extends HttpApi.HttpApi<infer _Id, infer All> ? All : never
type Endpoint<Group extends string, Name extends string> = HttpApiEndpoint.WithIdentifier<
  HttpApiGroup.Endpoints<HttpApiGroup.WithIdentifier<Groups, Group>>,
  Name
>

/** As it is written down: an id is a text here. */
type Written<Codec> = Codec extends Schema.toCodecJson<infer Inner> ? Inner["Encoded"] : never

/** What an endpoint answers. */
export type Answer<Group extends string, Name extends string> = Written<
  HttpApiEndpoint.Success<Endpoint<Group, Name>>
>

/** What an endpoint wants in the body. */
export type Body<Group extends string, Name extends string> = Written<
  HttpApiEndpoint.Payload<Endpoint<Group, Name>>
>

import { Effect, Layer } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { asker } from "../answers/Asker.ts"
import { Api } from "../Api.ts"
import { Passwords } from "../login/Passwords.ts"
import { makeTeamWork } from "./Team.ts"

const boss = Effect.map(asker, ({ tenantId, by }) => ({ team: tenantId, by }))

/** The workspace's staff. */
export const layer = HttpApiBuilder.group(
  Api,
  "staff",
  Effect.fn(function* (handlers) {
    const work = yield* makeTeamWork
    return handlers.handleAll({
      staff: () => Effect.flatMap(boss, work.list),
      add: ({ payload }) => Effect.flatMap(boss, (by) => work.add(by, payload)),
      change: ({ params, payload }) => Effect.flatMap(boss, (by) => work.change(by, params.id, payload)),
      remove: ({ params }) => Effect.flatMap(boss, (by) => work.remove(by, params.id))
    })
  })
).pipe(Layer.provide(Passwords.layer))

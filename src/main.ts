import "./adapters/whatsapp/SilenceLibsignal.ts"
import { NodeRuntime } from "@effect/platform-node"
import { Cause, Effect, Exit, Layer, Option, Redacted } from "effect"
import { HttpServer } from "effect/http"
import { Logins } from "./ports/Logins.ts"
import { SetupToken } from "./http/login/SetupToken.ts"
import { server } from "./Server.ts"
import { Settings } from "./Settings.ts"

/** What a person at the console needs to know. */
const greet = Effect.gen(function* () {
  const server = yield* HttpServer.HttpServer
  const { host, publicUrl } = yield* Settings
  const logins = yield* Logins
  const token = yield* SetupToken
  const address =
    server.address._tag === "UnixPathAddress" ? "http://localhost" : `http://${host}:${server.address.port}`
  const url = Option.match(publicUrl, { onNone: () => address, onSome: (url) => url.href.replace(/\/$/, "") })
  yield* Effect.sync(() => console.log(`Relaydesk is ready: ${url}`))
  if (!(yield* logins.adminExists)) {
    yield* Effect.sync(() =>
      console.log(
        `Create the master admin (this link works once): ${url}/setup?token=${Redacted.value(token)}`
      )
    )
  }
})

const relaydesk = Layer.effectDiscard(greet).pipe(Layer.provide(server), Layer.provide(Settings.layer))

Layer.launch(relaydesk).pipe(
  Effect.tapError((error) =>
    Effect.sync(() =>
      console.error(`Relaydesk cannot start: ${error instanceof Error ? error.message : String(error)}`)
    )
  ),
  NodeRuntime.runMain({
    disableErrorReporting: true,
    // A service manager must not take a stop that it asked for as a failure.
    teardown: (exit, onExit) => onExit(Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause) ? 0 : 1)
  })
)

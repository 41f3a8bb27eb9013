import { Effect, Layer } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { type CreditRefused, Ledger } from "../../ports/Ledger.ts"
import { type OverdraftUsed, Workspaces } from "../../ports/Workspaces.ts"
import { TenantControl } from "../../ports/TenantControl.ts"
import { csvFile } from "../answers/CsvFile.ts"
import { badCursor, filled, found, notFound, page } from "../answers/Lists.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { CurrentLogin } from "../api/Authorization.ts"
import { BadRequest, Conflict } from "../api/Refusals.ts"
import { Passwords } from "../login/Passwords.ts"
import { Sessions } from "../login/Sessions.ts"
import { SessionWatch } from "../login/SessionWatch.ts"
import { makeTeamWork } from "../staff/Team.ts"
import { filterOf, userColumns } from "./UserList.ts"

const boss = Effect.map(CurrentLogin, ({ username }) => ({ team: null, by: username }))

const planned = (plan: string | null) => filled(plan ?? undefined)

const overdraftUsed = ({ owed }: OverdraftUsed) =>
  refuse(Conflict, `The workspace owes ${owed} already. Give it credit first, or allow it as much.`)

const refusals: Readonly<Record<CreditRefused["why"], string>> = {
  short: "That is more than the workspace has and may owe. Take less, or allow it an overdraft.",
  full: "That would be more credit than can be counted.",
  taken: "This id is another change’s. Look at the balance, and send a new id for a new change."
}

const creditRefused = ({ why, balance }: CreditRefused) =>
  refuse(Conflict, `${refusals[why]} It has ${balance} now.`)

/** What the platform's own people do. */
export const layer = HttpApiBuilder.group(
  Api,
  "admin",
  Effect.fn(function* (handlers) {
    const workspaces = yield* Workspaces
    const tenants = yield* TenantControl
    const sessions = yield* Sessions
    const watch = yield* SessionWatch
    const work = yield* makeTeamWork
    const ledger = yield* Ledger

    return handlers.handleAll({
      users: Effect.fn("AdminApi.users")(function* ({ query }) {
        const { username } = yield* CurrentLogin
        return yield* workspaces
          .list(username, { ...filterOf(query), ...page(query) })
          .pipe(Effect.catchTag("BadCursor", badCursor))
      }),
      userFile: Effect.fn("AdminApi.userFile")(function* ({ query }) {
        const { username } = yield* CurrentLogin
        return yield* csvFile({
          name: "users",
          columns: userColumns,
          page: (at) => workspaces.list(username, { ...filterOf(query), ...at })
        })
      }),
      setStatus: Effect.fn("AdminApi.setStatus")(function* ({ payload: { ids, status, reason } }) {
        const { username } = yield* CurrentLogin
        const changed = yield* workspaces.setStatus(username, ids, status, filled(reason))
        yield* watch.checkNow
        yield* Effect.forEach(changed, status === "active" ? tenants.start : tenants.stop, {
          concurrency: 8,
          discard: true
        })
        return { changed: changed.length }
      }),
      user: Effect.fn("AdminApi.user")(function* ({ params }) {
        const { username } = yield* CurrentLogin
        return yield* Effect.flatMap(workspaces.activity(username, params.id), found)
      }),
      setTerms: Effect.fn("AdminApi.setTerms")(function* ({ params, payload }) {
        const { username } = yield* CurrentLogin
        const terms = { ...payload, plan: planned(payload.plan) }
        return {
          workspace: yield* workspaces
            .setTerms(username, params.id, terms)
            .pipe(Effect.catchTag("OverdraftUsed", overdraftUsed), Effect.flatMap(found))
        }
      }),
      setPlan: Effect.fn("AdminApi.setPlan")(function* ({ payload: { ids, plan } }) {
        const { username } = yield* CurrentLogin
        return { changed: yield* workspaces.setPlan(username, ids, planned(plan)) }
      }),
      adjustCredit: Effect.fn("AdminApi.adjustCredit")(function* ({
        params,
        payload: { id, amount, ...rest }
      }) {
        const { username } = yield* CurrentLogin
        const reason = filled(rest.reason)
        if (amount === 0) return yield* refuse(BadRequest, "Wrong in the body: amount: nothing to move")
        if (reason === null) return yield* refuse(BadRequest, "Wrong in the body: reason: say why")
        return yield* ledger
          .adjust(username, params.id, { id, amount, reason })
          .pipe(Effect.catchTag("CreditRefused", creditRefused), Effect.flatMap(found))
      }),
      startView: Effect.fn("AdminApi.startView")(function* ({ params, request }) {
        const { id: loginId, username: by } = yield* CurrentLogin
        const tokenHash = sessions.tokenHash(request.headers["cookie"]) ?? ""
        const view = { tokenHash, loginId, by, tenantId: params.id }
        if (!(yield* workspaces.startView(view))) return yield* notFound
        yield* watch.checkNow
      }),
      endView: Effect.fn("AdminApi.endView")(function* ({ request }) {
        const { username: by } = yield* CurrentLogin
        const tokenHash = sessions.tokenHash(request.headers["cookie"]) ?? ""
        yield* workspaces.endView({ tokenHash, by })
        yield* watch.checkNow
      }),
      log: Effect.fn("AdminApi.log")(function* ({ query }) {
        return yield* workspaces
          .log({ search: filled(query.search), ...page(query) })
          .pipe(Effect.catchTag("BadCursor", badCursor))
      }),
      staff: () => Effect.flatMap(boss, work.list),
      addStaff: ({ payload }) => Effect.flatMap(boss, (by) => work.add(by, payload)),
      changeStaff: ({ params, payload }) => Effect.flatMap(boss, (by) => work.change(by, params.id, payload)),
      removeStaff: ({ params }) => Effect.flatMap(boss, (by) => work.remove(by, params.id))
    })
  })
).pipe(Layer.provide(Passwords.layer))

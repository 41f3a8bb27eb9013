import { Effect, Layer } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { permissionWords } from "../../domain/Permissions.ts"
import type { StaffMember } from "../../ports/Staff.ts"
import { type Column, csvFile, fitsSearch, onePage } from "../answers/CsvFile.ts"
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
      staffFile: Effect.fn("StaffApi.staffFile")(function* ({ query }) {
        const { items } = yield* Effect.flatMap(boss, work.list)
        const found = items.filter(fitsSearch(query.search, ({ username }) => username))
        return yield* csvFile({ name: "staff", columns: staffColumns, page: onePage(found) })
      }),
      add: ({ payload }) => Effect.flatMap(boss, (by) => work.add(by, payload)),
      change: ({ params, payload }) => Effect.flatMap(boss, (by) => work.change(by, params.id, payload)),
      remove: ({ params }) => Effect.flatMap(boss, (by) => work.remove(by, params.id))
    })
  })
).pipe(Layer.provide(Passwords.layer))

/** A colleague as a line of a file. */
const staffColumns: ReadonlyArray<Column<StaffMember>> = [
  { name: "Username", text: ({ username }) => username },
  { name: "Status", text: ({ status }) => status },
  { name: "May", text: ({ permissions }) => permissions.map((one) => permissionWords[one]).join("; ") },
  { name: "Created", at: ({ createdAt }) => createdAt },
  { name: "Last login", at: ({ lastLoginAt }) => lastLoginAt }
]

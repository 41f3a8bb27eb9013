import { Effect, Layer } from "effect"
import type { SqlError } from "effect/sql"
import { RouteId, type TenantId } from "../../../domain/Ids.ts"
import { type RouteEntry, type RouteFields, RouteRefused, Routes } from "../../../ports/Routes.ts"
import { auditWriter, difference } from "../customers/AuditRows.ts"
import { TenantSql } from "../Database.ts"
import { newId } from "../NewId.ts"
import { routeChecks } from "./RouteChecks.ts"
import { fieldsOf, routeRows, subjectOf, targetColumns, toldOf } from "./RouteRows.ts"

/** The tenant's routes in PostgreSQL. */
export const layer = Layer.effect(
  Routes,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const audit = auditWriter(sql)
    const checks = routeChecks(sql)

    const list: Routes["Service"]["list"] = Effect.fn("Routes.list")(function* (tenantId) {
      return yield* Effect.orDie(within(tenantId, routeRows(sql, null)))
    })

    /** The rows, locked for a change. */
    const lock = Effect.fnUntraced(function* (ids: ReadonlyArray<RouteId>) {
      yield* sql`select 1 from route where id = any(${[...ids]}::uuid[]) order by id for update`
      return yield* routeRows(sql, ids)
    })

    const told = Effect.fnUntraced(function* (tenantId: TenantId, before: RouteEntry, by: string) {
      const [after] = yield* routeRows(sql, [before.id])
      const change = difference(toldOf(before), toldOf(after!))
      if (change === null) return
      yield* audit(tenantId, { ...subject(after!), actor: by, action: "route.changed", ...change })
    })

    const add: Routes["Service"]["add"] = Effect.fn("Routes.add")(function* (tenantId, fields, by) {
      const id = RouteId.make(newId())
      const insert = Effect.gen(function* () {
        yield* checks.room
        yield* checks.target(fields.for)
        const title = yield* checks.place(fields.place)
        const { isManual, panelId, providerId, serviceId } = targetColumns(fields.for)
        const { channelId, chatId, isChecked } = fields.place
        yield* sql`
          insert into route (id, tenant_id, provider_id, panel_id, service_id, is_manual, command, channel_id, chat_id,
            is_checked, label, is_on, position)
          values (${id}, ${tenantId}, ${providerId}, ${panelId}, ${serviceId}, ${isManual}, ${fields.command},
            ${channelId}, ${chatId}, ${isChecked}, ${fields.label ?? title}, ${fields.isOn},
            (select coalesce(max(position), 0) + 1 from route))`
        const [after] = yield* routeRows(sql, [id])
        yield* audit(tenantId, {
          ...subject(after!),
          actor: by,
          action: "route.added",
          after: toldOf(after!)
        })
        return id
      })
      return yield* written(within(tenantId, insert))
    })

    const edit: Routes["Service"]["edit"] = Effect.fn("Routes.edit")(function* (tenantId, id, change, by) {
      const update = Effect.gen(function* () {
        const [before] = yield* lock([id])
        if (before === undefined) return false
        const fields: RouteFields = { ...fieldsOf(before), ...change }
        if (change.for !== undefined) yield* checks.target(change.for)
        const { channelId, chatId, isChecked } = fields.place
        const isMoved = channelId !== before.channelId || chatId !== before.chatId
        // Another place has another name, unless the owner says which.
        const isNamedAnew = isMoved || change.label === null
        const title = isNamedAnew ? yield* checks.place(fields.place) : before.label
        const label = change.label ?? title
        const { isManual, panelId, providerId, serviceId } = targetColumns(fields.for)
        yield* sql`
          update route set provider_id = ${providerId}, panel_id = ${panelId}, service_id = ${serviceId},
            is_manual = ${isManual}, command = ${fields.command}, channel_id = ${channelId}, chat_id = ${chatId},
            is_checked = ${isChecked}, label = ${label}, is_on = ${fields.isOn}
          where id = ${id}`
        yield* told(tenantId, before, by)
        return true
      })
      return yield* written(within(tenantId, update))
    })

    const remove: Routes["Service"]["remove"] = Effect.fn("Routes.remove")(function* (tenantId, id, by) {
      return yield* within(
        tenantId,
        Effect.gen(function* () {
          const [before] = yield* lock([id])
          if (before === undefined) return false
          yield* sql`delete from route where id = ${id}`
          const what = { ...subject(before), actor: by, action: "route.removed", before: toldOf(before) }
          yield* audit(tenantId, what)
          return true
        })
      )
    }, Effect.orDie)

    const setOn: Routes["Service"]["setOn"] = Effect.fn("Routes.setOn")(function* (tenantId, ids, isOn, by) {
      return yield* within(
        tenantId,
        Effect.gen(function* () {
          const before = yield* lock(ids)
          if (before.length !== new Set(ids).size) return false
          yield* sql`update route set is_on = ${isOn} where id = any(${[...ids]}::uuid[]) and is_on <> ${isOn}`
          for (const route of before) yield* told(tenantId, route, by)
          return true
        })
      )
    }, Effect.orDie)

    const arrange: Routes["Service"]["arrange"] = Effect.fn("Routes.arrange")(function* (tenantId, ids, by) {
      return yield* within(
        tenantId,
        Effect.gen(function* () {
          const [first] = yield* lock(ids)
          const unique = [...new Set(ids)]
          const named = yield* sql`select 1 from route where id = any(${unique}::uuid[])`
          if (first === undefined || named.length !== unique.length) return false
          yield* sql`
            update route r set position = o.place
            from (select id, row_number() over (
                order by array_position(${unique}::uuid[], id) nulls last, position, id) as place from route) o
            where o.id = r.id and r.position <> o.place`
          yield* audit(tenantId, {
            actor: by,
            action: "route.arranged",
            subjectKind: "route",
            subjectId: first.id,
            subject: `The order of ${unique.length} routes`
          })
          return true
        })
      )
    }, Effect.orDie)

    return Routes.of({ list, add, edit, remove, setOn, arrange })
  })
)

const subject = (route: RouteEntry) =>
  ({ subjectKind: "route", subjectId: route.id, subject: subjectOf(route) }) as const

/** The index knows best whether there is such a route already (rule 1). */
const written = <A>(work: Effect.Effect<A, RouteRefused | SqlError.SqlError>) =>
  work.pipe(
    Effect.catchReason("SqlError", "UniqueViolation", () =>
      Effect.fail(
        new RouteRefused({
          reason: "Duplicate",
          safeText: "This chat gets these requests already: there is a route of the same kind to it."
        })
      )
    ),
    Effect.catchTag("SqlError", Effect.die)
  )

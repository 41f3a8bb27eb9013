import { may, type Need } from "../../../src/domain/Permissions.ts"
import type { Login } from "../api/Gateway.ts"

/** What a page needs, by how its address begins; what is not here is the owner's alone. The gateway asks again. */
const needs: ReadonlyArray<readonly [start: string, needs: ReadonlyArray<Need>]> = [
  ["/", ["person"]],
  ["/desk", ["inbox.view"]],
  ["/requests", ["orders.manage", "inbox.view"]],
  ["/dispatches", ["orders.manage"]],
  ["/customers", ["customers.manage"]],
  ["/providers", ["providers.manage"]],
  ["/routes", ["providers.manage"]],
  ["/routing", ["providers.manage"]],
  ["/destinations", ["providers.manage"]],
  ["/rules", ["automation.manage"]],
  ["/templates", ["automation.manage"]],
  ["/words", ["automation.manage"]],
  ["/services", ["automation.manage", "orders.manage"]],
  ["/channels/webhooks", ["owner"]],
  ["/channels", ["inbox.view", "providers.manage", "customers.manage", "automation.manage"]],
  ["/test", ["automation.manage"]],
  ["/log", ["logs.view", "orders.manage"]],
  ["/audit", ["logs.view"]],
  ["/account", ["person"]],
  ["/factor", ["person"]],
  ["/actors", ["logs.view"]],
  ["/admin/users", ["users.view"]],
  ["/admin/runtime", ["monitoring.view"]],
  ["/admin/logs", ["monitoring.view"]],
  ["/admin/recovery", ["admin"]],
  ["/admin", ["admin"]]
]

/** Whether a login may read what has one of the needs. */
export const maySee = (login: Login, wanted: ReadonlyArray<Need>): boolean =>
  may(
    { ...login, permissions: login.permissions ?? [], isViewing: login.isViewing === true, isKey: false },
    wanted
  )

/** Why nothing can be changed: somebody of the platform looks at a workspace that is not his; null when he may. */
export const viewOnly = (login: Login): string | null =>
  login.isViewing === true ? "You are looking at this workspace; nothing can be changed from here." : null

/** Whether a login may act on what has one of the needs; who only looks at a workspace changes nothing in it. */
export const mayDo = (login: Login, wanted: ReadonlyArray<Need>): boolean =>
  viewOnly(login) === null && maySee(login, wanted)

/** Whether a login is offered the page of a path. */
export const mayOpen = (login: Login, path: string): boolean => {
  const found = needs.find(([start]) => path === start || path.startsWith(`${start}/`))
  return maySee(login, found?.[1] ?? ["owner"])
}

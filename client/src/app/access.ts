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
  ["/account", ["person"]],
  ["/factor", ["person"]],
  ["/actors", ["logs.view"]],
  ["/admin/users", ["users.view"]],
  ["/admin/runtime", ["monitoring.view"]],
  ["/admin/logs", ["monitoring.view"]],
  ["/admin/recovery", ["admin"]],
  ["/admin", ["admin"]]
]

/** Whether a login has one of the needs. */
export const mayDo = (login: Login, wanted: ReadonlyArray<Need>): boolean =>
  may(
    { ...login, permissions: login.permissions ?? [], isViewing: login.isViewing === true, isKey: false },
    wanted
  )

/** Whether a login is offered the page of a path. */
export const mayOpen = (login: Login, path: string): boolean => {
  const found = needs.find(([start]) => path === start || path.startsWith(`${start}/`))
  return mayDo(login, found?.[1] ?? ["owner"])
}

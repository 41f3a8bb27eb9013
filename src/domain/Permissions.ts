/** What a staff login of a workspace may be allowed, one small switch each (AC-03). */
export const permissions = [
  "inbox.view",
  "inbox.answer",
  "customers.manage",
  "orders.manage",
  "providers.manage",
  "automation.manage",
  "logs.view",
  "billing.manage"
] as const
export type Permission = (typeof permissions)[number]

/** What a staff login of the master admin may be allowed. */
export const platformPermissions = ["users.view", "users.act", "monitoring.view"] as const
export type PlatformPermission = (typeof platformPermissions)[number]

/**
 * What an endpoint needs of who asks. `public`: nothing; `any`: a login or an API key; `person`: a login; `owner` and
 * `admin`: nobody's staff. Of several, one is enough.
 */
export type Need = Permission | PlatformPermission | "public" | "any" | "person" | "owner" | "admin"

/** Who asks. `isViewing`: one of the platform's people looks at a workspace; he changes nothing in it. */
export interface Asker {
  readonly role: "admin" | "adminStaff" | "owner" | "staff"
  readonly permissions: ReadonlyArray<string>
  readonly isViewing: boolean
  readonly isKey: boolean
}

/** The names of permissions, as people read them. */
export const permissionWords: Readonly<Record<Permission | PlatformPermission, string>> = {
  "inbox.view": "view inbox",
  "inbox.answer": "answer chats",
  "customers.manage": "manage customers",
  "orders.manage": "manage orders",
  "providers.manage": "manage providers & routes",
  "automation.manage": "manage automation",
  "logs.view": "view logs only",
  "billing.manage": "billing",
  "users.view": "see users",
  "users.act": "act on users",
  "monitoring.view": "see monitoring"
}

/** What switches come to: who answers chats sees them, and "view logs only" is that and nothing else. */
export const effective = (granted: ReadonlyArray<string>): ReadonlySet<string> => {
  if (granted.includes("logs.view")) return new Set(["logs.view"])
  const all = new Set(granted)
  if (all.has("inbox.answer")) all.add("inbox.view")
  if (all.has("users.act")) all.add("users.view")
  return all
}

/** Whether somebody has a permission, whatever is asked of him. */
const has = (asker: Asker, need: Need): boolean => {
  if (need === "public" || need === "any") return true
  if (need === "person") return !asker.isKey
  if (need === "admin") return asker.role === "admin"
  if (isOf(platformPermissions, need)) {
    return asker.role === "admin" || (asker.role === "adminStaff" && effective(asker.permissions).has(need))
  }
  if (asker.isViewing || (asker.role === "owner" && !asker.isKey)) return true
  return need !== "owner" && asker.role === "staff" && effective(asker.permissions).has(need)
}

/** Whether one of the needs is met; for pages, which are offered or not. */
export const may = (asker: Asker, needs: ReadonlyArray<Need>): boolean =>
  needs.some((need) => has(asker, need))

const isOf = <A extends string>(list: ReadonlyArray<A>, value: string): value is A =>
  list.includes(value as A)

/** Needs that are about the workspace, which somebody who only looks must not change. */
const isOfWorkspace = (need: Need): boolean => need === "owner" || isOf(permissions, need)

/**
 * Why a request is refused, in words for who asks; null when it may go on. `needs` undefined = the endpoint declares
 * nothing, and nobody but an owner gets in.
 */
export const refusal = (
  asker: Asker,
  needs: ReadonlyArray<Need> | undefined,
  isWrite: boolean
): string | null => {
  if (needs === undefined) {
    return asker.role === "owner" && !asker.isKey ? null : "Nobody has been allowed this yet."
  }
  if (asker.isViewing && isWrite && needs.every(isOfWorkspace)) {
    return "You are looking at this workspace; nothing can be changed from here."
  }
  if (may(asker, needs)) return null
  const isOfPlatform = asker.role === "admin" || asker.role === "adminStaff"
  if (!isOfPlatform && needs.every((need) => need === "admin" || isOf(platformPermissions, need))) {
    return "Only the people of the platform can do this."
  }
  if (needs.includes("person")) return "This is for people who are logged in, not for API keys."
  if (needs.includes("admin")) return "Only the platform's admin can do this."
  const wanted = needs.filter((need) => need in permissionWords).map(wordsOf)
  if (wanted.length === 0) return "Only the owner of the workspace can do this."
  if (asker.isKey)
    return `This API key lacks the scope ${needs.filter((need) => need !== "owner").join(" or ")}.`
  const who = asker.role === "adminStaff" ? "The platform’s admin" : "The owner of the workspace"
  return `Your login may not do this: it needs “${wanted.join("” or “")}”. ${who} can allow it.`
}

const wordsOf = (need: Need): string => permissionWords[need as Permission]

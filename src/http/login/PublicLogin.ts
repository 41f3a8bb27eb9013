import type { SessionLogin } from "../../ports/Logins.ts"

/** Only what the browser may have; a stored login carries the hash too. */
export const publicLogin = ({
  id,
  username,
  role,
  tenantId,
  tenantName,
  timeZone,
  permissions,
  isViewing
}: SessionLogin): SessionLogin => ({
  id,
  username,
  role,
  tenantId,
  tenantName,
  timeZone,
  permissions,
  isViewing
})

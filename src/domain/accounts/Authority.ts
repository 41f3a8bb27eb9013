/** What a login is, as far as power over it goes; `tenantId` null = the platform's own. */
interface Standing {
  readonly id: string
  readonly role: "admin" | "adminStaff" | "owner" | "staff"
  readonly tenantId: string | null
}

/** Whether `who` may reset, suspend and look into `whom`: the admin anybody but himself, the owner his staff. */
export const mayManage = (who: Standing, whom: Standing): boolean => {
  if (who.id === whom.id) return false
  if (who.role === "admin") return true
  return (
    who.role === "owner" && whom.role === "staff" && who.tenantId !== null && who.tenantId === whom.tenantId
  )
}

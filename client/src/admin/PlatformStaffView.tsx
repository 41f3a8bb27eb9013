import { StaffPage } from "../staff/StaffPage.tsx"

/** The platform's own staff and their switches (AC-03). */
const PlatformStaffView = () => (
  <StaffPage
    team="/api/admin/staff"
    title="Platform staff"
    hint="They help to look after the platform: with users, monitoring or the vault, as you allow."
  />
)

export default PlatformStaffView

import { StaffPage } from "./StaffPage.tsx"

/** The workspace's staff and their switches (AC-03). */
const StaffView = () => (
  <StaffPage
    team="/api/staff"
    title="Staff"
    hint="Give each person who answers chats a login of their own, with just what they need."
  />
)

export default StaffView

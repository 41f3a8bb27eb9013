import Logs from "lucide-solid/icons/logs"
import Archive from "lucide-solid/icons/archive"
import Activity from "lucide-solid/icons/activity"
import ScrollText from "lucide-solid/icons/scroll-text"
import UserCog from "lucide-solid/icons/user-cog"
import Users from "lucide-solid/icons/users"

/** What the platform's own people have instead of a workspace's pages; a phone's bar has the daily ones, "More" the rest. */
export const adminPages = [
  { href: "/admin/users", label: "Users", icon: Users, isOnPhone: true },
  { href: "/admin/runtime", label: "Runtime", icon: Activity, isOnPhone: true },
  { href: "/admin/logs", label: "Logs", icon: Logs, isOnPhone: true },
  { href: "/admin/staff", label: "Platform staff", icon: UserCog, isOnPhone: true },
  { href: "/admin/log", label: "What staff did", icon: ScrollText, isOnPhone: false },
  { href: "/admin/recovery", label: "Recovery", icon: Archive, isOnPhone: false }
] as const

import Logs from "lucide-solid/icons/logs"
import Archive from "lucide-solid/icons/archive"
import Activity from "lucide-solid/icons/activity"
import ScrollText from "lucide-solid/icons/scroll-text"
import UserCog from "lucide-solid/icons/user-cog"
import Users from "lucide-solid/icons/users"

/** What the platform's own people have instead of a workspace's pages. */
export const adminPages = [
  { href: "/admin/users", label: "Users", icon: Users },
  { href: "/admin/runtime", label: "Runtime", icon: Activity },
  { href: "/admin/logs", label: "Logs", icon: Logs },
  { href: "/admin/staff", label: "Platform staff", icon: UserCog },
  { href: "/admin/log", label: "What staff did", icon: ScrollText },
  { href: "/admin/recovery", label: "Recovery", icon: Archive }
] as const

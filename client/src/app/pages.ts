import BookA from "lucide-solid/icons/book-a"
import FlaskConical from "lucide-solid/icons/flask-conical"
import Handshake from "lucide-solid/icons/handshake"
import FileClock from "lucide-solid/icons/file-clock"
import KeyRound from "lucide-solid/icons/key-round"
import ListChecks from "lucide-solid/icons/list-checks"
import ListTodo from "lucide-solid/icons/list-todo"
import MessageSquareText from "lucide-solid/icons/message-square-text"
import MessagesSquare from "lucide-solid/icons/messages-square"
import OctagonAlert from "lucide-solid/icons/octagon-alert"
import Package from "lucide-solid/icons/package"
import Radio from "lucide-solid/icons/radio"
import ScrollText from "lucide-solid/icons/scroll-text"
import Server from "lucide-solid/icons/server"
import ToggleRight from "lucide-solid/icons/toggle-right"
import UserCog from "lucide-solid/icons/user-cog"
import Users from "lucide-solid/icons/users"
import Waypoints from "lucide-solid/icons/waypoints"

/**
 * The entries of the bar, in order: the daily work, what is set up once, and what looks on; those of the account are in
 * its menu. A phone has room for five; the others are under "More" there.
 */
export const pages = [
  { href: "/desk", label: "Desk", icon: MessagesSquare, group: "work", isOnPhone: true },
  { href: "/requests", label: "Requests", icon: ListChecks, group: "work", isOnPhone: true },
  { href: "/customers", label: "Customers", icon: Users, group: "work", isOnPhone: true },
  { href: "/rules", label: "Rules", icon: ToggleRight, group: "setup", isOnPhone: false },
  { href: "/templates", label: "Texts", icon: MessageSquareText, group: "setup", isOnPhone: false },
  { href: "/words", label: "Words", icon: BookA, group: "setup", isOnPhone: false },
  { href: "/services", label: "Services", icon: Package, group: "setup", isOnPhone: false },
  { href: "/channels", label: "Channels", icon: Radio, group: "setup", isOnPhone: true },
  { href: "/panels", label: "Panels", icon: Server, group: "setup", isOnPhone: false },
  { href: "/providers", label: "Providers", icon: Handshake, group: "setup", isOnPhone: false },
  { href: "/routes", label: "Routes", icon: Waypoints, group: "setup", isOnPhone: false },
  { href: "/dispatches", label: "Failed", icon: OctagonAlert, group: "watch", isOnPhone: false },
  { href: "/log", label: "Log", icon: ScrollText, group: "watch", isOnPhone: true },
  { href: "/test", label: "Try it", icon: FlaskConical, group: "watch", isOnPhone: false },
  { href: "/start", label: "First steps", icon: ListTodo, group: "account", isOnPhone: false },
  { href: "/staff", label: "Staff", icon: UserCog, group: "account", isOnPhone: false },
  { href: "/audit", label: "Audit", icon: FileClock, group: "account", isOnPhone: false },
  { href: "/keys", label: "API keys", icon: KeyRound, group: "account", isOnPhone: false }
] as const

export type PageEntry = (typeof pages)[number]

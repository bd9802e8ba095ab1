package view

// Icon names one of our own small pictures. They decorate; the words beside
// them carry the meaning.
type Icon string

// The icons there are.
const (
	IconNone     Icon = ""
	IconAlert    Icon = "alert"
	IconArrow    Icon = "arrow"
	IconBack     Icon = "back"
	IconBuilding Icon = "building"
	IconCalendar Icon = "calendar"
	IconCheck    Icon = "check"
	IconClock    Icon = "clock"
	IconDot      Icon = "dot"
	IconDownload Icon = "download"
	IconExit     Icon = "exit"
	IconEye      Icon = "eye"
	IconFamily   Icon = "family"
	IconHalf     Icon = "half"
	IconHand     Icon = "hand"
	IconHeart    Icon = "heart"
	IconHelp     Icon = "help"
	IconHome     Icon = "home"
	IconInfo     Icon = "info"
	IconLock     Icon = "lock"
	IconMenu     Icon = "menu"
	IconMessage  Icon = "message"
	IconPath     Icon = "path"
	IconPause    Icon = "pause"
	IconPen      Icon = "pen"
	IconPeople   Icon = "people"
	IconPerson   Icon = "person"
	IconPhone    Icon = "phone"
	IconPlan     Icon = "plan"
	IconPlus     Icon = "plus"
	IconPrint    Icon = "print"
	IconRing     Icon = "ring"
	IconSearch   Icon = "search"
	IconStar     Icon = "star"
	IconStop     Icon = "stop"
	IconUndo     Icon = "undo"
)

// strokes are drawn as lines 1.75 wide on a square of 24.
var strokes = map[Icon]string{
	IconAlert:    "M12 4.2 21 19.5H3zM12 10v4.2M12 16.8v.2",
	IconArrow:    "M5 12h13.5M13 6.5l5.5 5.5-5.5 5.5",
	IconBack:     "M19 12H5.5M11 6.5 5.5 12l5.5 5.5",
	IconBuilding: "M5 20.5v-15l7-2.5 7 2.5v15M3 20.5h18M9 9h.1M15 9h.1M9 13h.1M15 13h.1M10 20.5v-3.5h4v3.5",
	IconCalendar: "M4.5 6.5h15v13h-15zM4.5 10.5h15M8.5 4v4M15.5 4v4",
	IconCheck:    "M5 12.8l4.6 4.6L19 7.5",
	IconClock:    "M12 3.8a8.2 8.2 0 1 1 0 16.4 8.2 8.2 0 0 1 0-16.4M12 7.5V12l3.2 2",
	IconDot:      "M12 8.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7",
	IconDownload: "M12 4v11M7.5 10.8 12 15.2l4.5-4.4M5 19.5h14",
	IconExit:     "M13.5 4.5h-8v15h8M10.5 12h10M16.5 8l4 4-4 4",
	IconEye:      "M2.8 12C5 8 8.2 6 12 6s7 2 9.2 6c-2.2 4-5.4 6-9.2 6s-7-2-9.2-6M12 9.3a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4",
	IconFamily:   "M8 5a2.6 2.6 0 1 1 0 5.2A2.6 2.6 0 0 1 8 5M16.8 8.6a2 2 0 1 1 0 4 2 2 0 0 1 0-4M3 19.5c0-3.6 2-6 5-6s5 2.4 5 6M14 19.5c0-2.6 1-4.2 2.8-4.2s3.2 1.6 3.2 4.2",
	IconHalf:     "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16M12 4v16M14.5 6v12M17 8v8",
	IconHand:     "M7 12V7.2a1.4 1.4 0 0 1 2.8 0V11 5.4a1.4 1.4 0 0 1 2.8 0V11 6.4a1.4 1.4 0 0 1 2.8 0v6l1.6-2a1.5 1.5 0 0 1 2.4 1.8L16 18c-1 1.6-2.4 2.4-4.4 2.4-3 0-4.6-2-4.6-5z",
	IconHeart:    "M12 19.5c-5-3.4-8-6.6-8-10a4.2 4.2 0 0 1 8-1.9 4.2 4.2 0 0 1 8 1.9c0 3.4-3 6.6-8 10z",
	IconHelp:     "M12 3.800a8.200 8.200 0 1 1 0 16.400 8.200 8.200 0 0 1 0-16.400M9.600 9.700a2.500 2.500 0 1 1 3.700 2.200c-.9.5-1.300 1-1.300 1.900M12 16.300v.2",
	IconHome:     "M4 11.5 12 4.5l8 7M6.5 9.8v9.7h11V9.8M10.2 19.5v-5h3.6v5",
	IconInfo:     "M12 3.8a8.2 8.2 0 1 1 0 16.4 8.2 8.2 0 0 1 0-16.4M12 11v5M12 7.9v.2",
	IconLock:     "M6 10.5h12v9H6zM8.5 10.5V7.8a3.5 3.5 0 0 1 7 0v2.7",
	IconMenu:     "M4 7h16M4 12h16M4 17h16",
	IconMessage:  "M4 5.5h16v11h-8.5L7 20v-3.5H4z",
	IconPath:     "M5.2 17a2 2 0 1 1 0 4 2 2 0 0 1 0-4M18.8 3a2 2 0 1 1 0 4 2 2 0 0 1 0-4M7.5 19H15a3.5 3.5 0 0 0 0-7H9a3.5 3.5 0 0 1 0-7h7.5",
	IconPause:    "M9 6v12M15 6v12",
	IconPen:      "M5 19l.8-4L16.2 4.6l3.2 3.2L9 18.2zM14 6.8l3.2 3.2",
	IconPeople:   "M8.5 5.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6M16 6.2a2.6 2.6 0 0 1 0 5.1M2.8 19.5c0-3.4 2.3-5.4 5.7-5.4s5.7 2 5.7 5.4M16.5 14.3c2.8.3 4.7 2.2 4.7 5.2",
	IconPerson:   "M12 4.2a3.6 3.6 0 1 1 0 7.2 3.6 3.6 0 0 1 0-7.2M5 20c0-3.8 2.8-6 7-6s7 2.2 7 6",
	IconPhone:    "M7 4.5h3l1.2 4-2 1.6a11 11 0 0 0 4.7 4.7l1.6-2 4 1.2v3c0 1-.9 1.8-2 1.7C10.500 18 6 13.500 5.300 6.500 5.200 5.400 6 4.500 7 4.500",
	IconPlan:     "M6 4h12v16.500H6zM9 8.500h6M9 12h6M9 15.500h3.500",
	IconPlus:     "M12 5v14M5 12h14",
	IconPrint:    "M7.500 9V4h9v5M7.500 16.500H4.500V9h15v7.500h-3M7.500 13.800h9V20h-9z",
	IconRing:     "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16",
	IconSearch:   "M10.800 4.500a6.300 6.300 0 1 1 0 12.600 6.300 6.300 0 0 1 0-12.600M15.500 15.500 20 20",
	IconStar:     "M12 4l2.500 5.200 5.700.8-4.100 4 1 5.700-5.100-2.700-5.100 2.700 1-5.700-4.100-4 5.700-.8z",
	IconStop:     "M8.500 3.800h7l4.700 4.700v7l-4.700 4.700h-7l-4.700-4.700v-7zM12 8v5M12 16v.2",
	IconUndo:     "M8.500 5 4.500 9l4 4M4.500 9h9.500a5 5 0 0 1 0 10H9",
}

// The behaviours that any page may ask for. Pages with more of them bring a module of their own.
import { register, start } from "./registry.js";
import confirm from "./behaviours/confirm.js";
import copy from "./behaviours/copy.js";
import dialog from "./behaviours/dialog.js";
import fill from "./behaviours/fill.js";
import popover from "./behaviours/popover.js";
import print from "./behaviours/print.js";
import reveal from "./behaviours/reveal.js";
import share from "./behaviours/share.js";
import submit from "./behaviours/submit.js";
import suggestions from "./behaviours/suggestions.js";
import theme from "./behaviours/theme.js";
import { toasts } from "./behaviours/toasts.js";

register({ confirm, copy, dialog, fill, popover, print, reveal, share, submit, suggestions, theme, toasts });
start();

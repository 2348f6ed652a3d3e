// The upload page.
import { register, start } from "./registry.js";
import uploader from "./behaviours/uploader.js";

register({ uploader });
start();

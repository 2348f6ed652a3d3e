// <div data-behaviour="uploader">: files from drop area and choosers go through the batch; jobs that the
// server knows of are followed; the chosen one is described beside.
import { Batch } from "../upload/batch.js";
import { startDescribe } from "../upload/describe.js";
import { watchFiles } from "../upload/files.js";
import { Jobs } from "../upload/jobs.js";
import { startTally } from "../upload/tally.js";
import { offerUnfinished } from "../upload/unfinished.js";

export default function uploader(element) {
  const jobs = new Jobs(element);
  const batch = new Batch(element, jobs);
  watchFiles(element, (found) => batch.add(found));
  offerUnfinished(batch);
  startDescribe(element, jobs);
  startTally(element, jobs);
}

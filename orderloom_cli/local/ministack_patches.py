"""Corrects MiniStack 1.5.33 where it differs from AWS in what Orderloom relies on.

`make setup` runs this with the emulator's own Python after installing it:
``.ministack/bin/python orderloom_cli/local/ministack_patches.py``. It imports
nothing of ours. The version is pinned by hash, and a patch whose place is not
found exactly once fails the set-up, so an upgrade has to look at each of them.
"""

import compileall
import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Patch:
    """Replaces one passage of one file."""

    why: str
    file: str
    old: str
    new: str


PATCHES = (
    Patch(
        why="A failed function's error is named after its exception's class; Retry and Catch "
        "of a state machine go by that name. (1/2: the worker says it)",
        file="core/lambda_runtime.py",
        old='json.dumps({"status": "error", "error": str(e), "trace"',
        new='json.dumps({"status": "error", "error": str(e), "type": type(e).__name__, "trace"',
    ),
    Patch(
        why="(2/2: the service passes it on)",
        file="services/lambda_svc.py",
        old="""            error_type = "Runtime.HandlerError"
            if _RIE""",
        new="""            error_type = result.get("type") or "Runtime.HandlerError"
            if _RIE""",
    ),
    Patch(
        why="A crash is named as AWS names it, so that Retry of a state machine can match it.",
        file="services/lambda_svc.py",
        old="""            if _RIE_TIMEOUT_TEXT_RE.fullmatch(error_msg):
                error_type = "Sandbox.Timedout"
            return {
                "body": {
                    "errorMessage": error_msg,""",
        new="""            if _RIE_TIMEOUT_TEXT_RE.fullmatch(error_msg):
                error_type = "Sandbox.Timedout"
            if error_msg == "Worker process died":
                error_type = "Runtime.ExitError"
            return {
                "body": {
                    "errorMessage": error_msg,""",
    ),
    Patch(
        why="So is a function that may not run once more at the same time.",
        file="services/stepfunctions.py",
        old="""    if result.get("error"):
        body = result.get("body", {})
        if isinstance(body, dict):
            # AWS reports""",
        new="""    if result.get("throttle"):
        raise _ExecutionError("Lambda.TooManyRequestsException", json.dumps(result["body"]))
    if result.get("error"):
        body = result.get("body", {})
        if isinstance(body, dict):
            # AWS reports""",
    ),
    Patch(
        why="A handler's exception does not end its execution environment; only a crash does.",
        file="core/lambda_runtime.py",
        old="""            if response.get("status") == "error":
                proc, self._proc = self._proc, None""",
        new="""            if response.get("status") == "error" and "type" not in response:
                proc, self._proc = self._proc, None""",
    ),
    Patch(
        why="A function that fails while a task token is awaited fails the state; it was ignored, "
        "and the state waited for its time-out.",
        file="services/stepfunctions.py",
        old="""            _call_lambda(func_ref, lambda_payload)
        except _ExecutionError:
            pass""",
        new="""            _call_lambda(func_ref, lambda_payload)
        except _ExecutionError:
            # Unless the function had answered its token before it failed.
            if not evt.is_set():
                _task_tokens.pop(token, None)
                raise""",
    ),
    Patch(
        why="TimeoutSecondsPath reads a task's time limit from the state's input.",
        file="services/stepfunctions.py",
        old="""    is_callback = ".waitForTaskToken" in resource
    query_language = _state_query_language(state_def, ctx)

    # SFN mock""",
        new="""    is_callback = ".waitForTaskToken" in resource
    query_language = _state_query_language(state_def, ctx)
    if "TimeoutSecondsPath" in state_def:
        state_def = {**state_def, "TimeoutSeconds": int(
            _resolve_path_or_ctx(state_def["TimeoutSecondsPath"], raw_input, ctx))}

    # SFN mock""",
    ),
    Patch(
        why="CloudFormation's ReservedConcurrentExecutions takes effect.",
        file="services/cloudformation/provisioners.py",
        old="""        "aliases": {},
        "concurrency": None,
        "provisioned_concurrency": {},""",
        new="""        "aliases": {},
        "concurrency": (int(props["ReservedConcurrentExecutions"])
                        if "ReservedConcurrentExecutions" in props else None),
        "provisioned_concurrency": {},""",
    ),
    Patch(
        why="Layers are unpacked once, not for every worker: a second of CPU for each cold start. "
        "(1/2: the unpacking)",
        file="core/lambda_runtime.py",
        old="""class Worker:
    def __init__(self, func_name""",
        new='''_shared_layers_lock = threading.Lock()


def _shared_layer(layer_data: bytes) -> str:
    """The folder a layer's zip is unpacked in, shared by all workers."""
    import hashlib
    import io
    folder = os.path.join(
        tempfile.gettempdir(), "ministack-layer-" + hashlib.sha256(layer_data).hexdigest())
    with _shared_layers_lock:
        if not os.path.isdir(folder):
            with zipfile.ZipFile(io.BytesIO(layer_data)) as lzf:
                lzf.extractall(folder + ".partial")
            os.rename(folder + ".partial", folder)
    return folder


class Worker:
    def __init__(self, func_name''',
    ),
    Patch(
        why="(2/2: its use)",
        file="core/lambda_runtime.py",
        old="""                if layer_data:
                    layer_dir = os.path.join(self._tmpdir, f"layer_{len(layers_dirs)}")
""",
        new="""                if layer_data and runtime.startswith("python"):
                    layers_dirs.append(_shared_layer(layer_data))
                elif layer_data:
                    layer_dir = os.path.join(self._tmpdir, f"layer_{len(layers_dirs)}")
""",
    ),
    Patch(
        why="CloudFormation's TimeToLiveSpecification of a table takes effect.",
        file="services/cloudformation/provisioners.py",
        old="""    _dynamodb._tables[name] = table
    if props.get("Tags"):""",
        new="""    _dynamodb._tables[name] = table
    if props.get("TimeToLiveSpecification"):
        _dynamodb._update_ttl(
            {"TableName": name, "TimeToLiveSpecification": {
                "Enabled": str(props["TimeToLiveSpecification"].get("Enabled")).lower() == "true",
                "AttributeName": props["TimeToLiveSpecification"].get("AttributeName", "")}})
    if props.get("Tags"):""",
    ),
    Patch(
        why="Time to live deletes every DYNAMODB_TTL_SECONDS (default 60). (1/2: the interval)",
        file="services/dynamodb.py",
        old="""    while True:
        time.sleep(60)
        now = time.time()""",
        new="""    while True:
        time.sleep(float(os.environ.get("DYNAMODB_TTL_SECONDS", "60")))
        now = time.time()""",
    ),
    Patch(
        why="(2/2: the records: deletions by time to live are in the stream, as on AWS)",
        file="services/dynamodb.py",
        old="""                                    _remove_item(table, pk_val, sk_val)
                                    logger.debug(""",
        new="""                                    old_item = _remove_item(table, pk_val, sk_val)
                                    with request_scope(account_id, region):
                                        _emit_stream_event(table_name, "REMOVE", old_item, None)
                                    logger.debug(""",
    ),
    Patch(
        why="Deletions by time to live are signed by DynamoDB. (1/2: as Lambda gets them)",
        file="services/dynamodb.py",
        old="""        record["dynamodb"]["NewImage"] = new_item

    return record
""",
        new="""        record["dynamodb"]["NewImage"] = new_item
    if threading.current_thread().name == "dynamodb-ttl-reaper":
        record["userIdentity"] = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}

    return record
""",
    ),
    Patch(
        why="(2/2: as GetRecords gives them, whose names are capitalised)",
        file="services/dynamodb_streams.py",
        old="""    next_position = position + len(page)
    # The Streams""",
        new="""    next_position = position + len(page)
    page = [{**r, "userIdentity": {"Type": r["userIdentity"]["type"],
                                   "PrincipalId": r["userIdentity"]["principalId"]}}
            if "userIdentity" in r else r for r in page]
    # The Streams""",
    ),
    Patch(
        why="Tests need not wait out the visibility time-out of what a consumer failed at: "
        "SQS_REDELIVERY_SCALE (default 1) of what is left of it remains. (1/3: the wait)",
        file="services/lambda_svc.py",
        old="""def _run_sqs_batch(esm,""",
        new='''def _shorten_redelivery(queue_url, records, failed_ids):
    """Unless a message was shown again or received meanwhile: then it has its own time."""
    scale = float(os.environ.get("SQS_REDELIVERY_SCALE", "1"))
    from ministack.services import sqs as _sqs

    handles = {r["receiptHandle"] for r in records if r["messageId"] in failed_ids}
    with _sqs._queues_lock:
        now = time.time()
        for msg in _sqs._get_q(queue_url)["messages"]:
            if msg.get("receipt_handle") in handles and msg["visible_at"] > now:
                msg["visible_at"] = now + (msg["visible_at"] - now) * scale


def _run_sqs_batch(esm,''',
    ),
    Patch(
        why="(2/3: after a batch that failed)",
        file="services/lambda_svc.py",
        old="""        # Failed messages stay invisible for their visibility timeout; pace""",
        new="""        _shorten_redelivery(queue_url, event["Records"], {m["id"] for m in batch})
        # Failed messages stay invisible for their visibility timeout; pace""",
    ),
    Patch(
        why="(3/3: after messages that failed)",
        file="services/lambda_svc.py",
        old="""    n_failed = len(batch) - len(succeeded)
""",
        new="""    _shorten_redelivery(queue_url, event["Records"], failed_ids)
    n_failed = len(batch) - len(succeeded)
""",
    ),
    Patch(
        why="Functions that start at the same moment do not fail: one changed the sessions while "
        "another looked through them.",
        file="services/sts.py",
        old="for key in [k for k, s in _sessions.items()",
        new="for key in [k for k, s in _sessions.copy().items()",
    ),
)


def apply(package: Path, patch: Patch) -> None:
    """Apply one patch; raises SystemExit when its place is not there exactly once."""
    file = package / patch.file
    text = file.read_text(encoding="utf-8")
    if patch.new in text:
        return
    found = text.count(patch.old)
    if found != 1:
        sys.exit(f"MiniStack has changed: {found} places in {patch.file} for: {patch.why}")
    # A new file, never a write into the old one: it may be a hard link into
    # the package cache.
    patched = file.with_suffix(".patched")
    patched.write_text(text.replace(patch.old, patch.new), encoding="utf-8")
    patched.replace(file)
    compileall.compile_file(str(file), quiet=1, force=True)


def main() -> None:
    """Patch the MiniStack of the running interpreter."""
    found = importlib.util.find_spec("ministack")
    if found is None or found.origin is None:
        sys.exit("MiniStack is not installed for this Python.")
    for patch in PATCHES:
        apply(Path(found.origin).parent, patch)


if __name__ == "__main__":
    main()

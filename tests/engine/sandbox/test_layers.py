"""Every layer is tested by removing it: what it alone denies is then allowed."""

from __future__ import annotations

import pytest
from tests.engine.sandbox.conftest import Attempt

from pecia.engine.sandbox.layers import ALL, Layer, available

NOTHING: frozenset[Layer] = frozenset()

# (the layer, what it denies by itself, the layers it needs to be entered)
DENIES = [
    (Layer.NETWORK, "connect", {Layer.USER}),
    (Layer.NETWORK, "send_datagram", {Layer.USER}),
    (Layer.NETWORK, "abstract_socket", {Layer.USER}),
    (Layer.IPC, "shared_memory", {Layer.USER}),
    (Layer.PID, "signal_neighbour", set()),
    (Layer.LANDLOCK, "read_outside", set()),
    (Layer.LANDLOCK, "write_outside", set()),
    (Layer.LANDLOCK, "see_processes", set()),
    (Layer.LANDLOCK, "connect", set()),
    (Layer.LIMITS, "large_file", set()),
    (Layer.SECCOMP, "connect", set()),
    (Layer.SECCOMP, "fork", set()),
    (Layer.SECCOMP, "execute", set()),
    (Layer.SECCOMP, "namespace", set()),
    (Layer.SECCOMP, "signal_neighbour", set()),
    (Layer.SECCOMP, "shared_memory", set()),
    (Layer.CAPABILITIES, "mount", {Layer.USER, Layer.MOUNT}),
    (Layer.CAPABILITIES, "host_name", {Layer.USER, Layer.UTS}),
]


@pytest.mark.parametrize(
    ("layer", "deed", "needs"), DENIES, ids=[f"{layer}-{deed}" for layer, deed, _ in DENIES]
)
def test_the_layer_alone_denies_and_without_it_the_deed_succeeds(
    attempt: Attempt, layer: Layer, deed: str, needs: set[Layer]
) -> None:
    assert attempt({layer, *needs}, deed).startswith("denied")
    without = attempt(needs, deed)
    assert without == "allowed" or (deed == "execute" and "killed" in without)


def test_a_host_name_can_be_set_only_in_a_namespace_of_ones_own(attempt: Attempt) -> None:
    import socket

    before = socket.gethostname()
    assert attempt({Layer.USER, Layer.UTS}, "host_name") == "allowed"
    assert socket.gethostname() == before
    assert attempt({Layer.USER}, "host_name").startswith("denied")


def test_every_layer_has_a_test_that_removes_it() -> None:
    shown = {layer for layer, _, _ in DENIES}
    elsewhere = {Layer.USER, Layer.MOUNT, Layer.UTS}  # below, and above for the host name
    assert shown | elsewhere == ALL


@pytest.mark.parametrize("layer", [Layer.NETWORK, Layer.IPC, Layer.UTS, Layer.MOUNT])
def test_without_a_user_namespace_an_ordinary_child_can_make_no_other(layer: Layer) -> None:
    import os
    import subprocess
    import sys

    script = (
        "from pecia.engine.sandbox import layers, linux, namespaces\n"
        "namespaces.drop_to_nobody()\n"
        f"linux.unshare(layers._FLAGS[layers.Layer({str(layer)!r})])\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    alone = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True)
    assert b"PermissionError" in alone.stderr
    with_user = script.replace("linux.unshare", "namespaces.enter_user()\nlinux.unshare")
    both = subprocess.run([sys.executable, "-c", with_user], env=environment, capture_output=True)
    assert both.returncode == 0, both.stderr


def test_all_layers_hold_on_this_machine() -> None:
    assert {layer: reason for layer, reason in available().items() if reason} == {}

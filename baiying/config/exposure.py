"""What is said at start when the program can be reached from elsewhere without TLS."""

import ipaddress
import os


def warning(host: str) -> str:
    """A sentence for whoever starts it; empty on this machine alone, and behind TLS."""
    if os.environ.get("BAIYING_TLS") == "1" or _is_here(host):
        return ""
    return (
        f"注意：{host} 对别的机器开放，而 BAIYING_TLS 没有打开，登录信息会明文传输。试用之外，请放在 TLS 代理后面。"
        " Open to other machines without TLS: log-ins and numbers travel in the clear."
    )


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False

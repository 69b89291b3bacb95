"""What a problem is called, in the reader's language. Titles only: the detail comes from the error itself."""

from collections.abc import Mapping

Titles = Mapping[str, str]

_BY_STATUS: Mapping[int, Titles] = {
    400: {"zh-CN": "请求无法读取", "en": "The request cannot be read"},
    401: {"zh-CN": "请先登录", "en": "Please log in"},
    403: {"zh-CN": "没有权限", "en": "Not allowed"},
    404: {"zh-CN": "没有找到", "en": "Not found"},
    405: {"zh-CN": "此地址不支持该方法", "en": "Method not allowed here"},
    409: {"zh-CN": "状态已变化", "en": "The state does not allow this"},
    412: {"zh-CN": "他人已修改，请刷新后再试", "en": "Changed by somebody else; reload and try again"},
    413: {"zh-CN": "内容过大", "en": "Too large"},
    415: {"zh-CN": "不支持的内容类型", "en": "Unsupported media type"},
    422: {"zh-CN": "内容有误", "en": "The input is not valid"},
    429: {"zh-CN": "操作过于频繁，请稍候", "en": "Too many requests; please wait"},
    500: {"zh-CN": "系统内部错误", "en": "Internal error"},
    503: {"zh-CN": "服务暂不可用", "en": "Service unavailable"},
}

_BY_CODE: Mapping[str, Titles] = {
    "already-claimed": {"zh-CN": "已被他人领取", "en": "Already claimed"},
    "separation-of-duties": {"zh-CN": "审查与决定不得为同一人", "en": "Reviewer and decider must differ"},
    "idempotency-key-reused": {
        "zh-CN": "幂等键已用于其他内容",
        "en": "Idempotency key used with another body",
    },
    "refused": {"zh-CN": "文件未通过检查", "en": "The file was refused"},
    "execution-failed": {"zh-CN": "流程无法继续", "en": "The process could not go on"},
    "overloaded": {"zh-CN": "请求过多，请稍后重试", "en": "Too many requests; try again in a moment"},
    "storage-full": {"zh-CN": "存储空间已满", "en": "The disk is full"},
    "csrf": {"zh-CN": "缺少防伪令牌", "en": "The CSRF token is missing or wrong"},
}


def title_of(code: str, status: int, language: str) -> str:
    """The title of a problem in `language` ("zh-CN" or "en"): by its code, else by its status."""
    titles = _BY_CODE.get(code) or _BY_STATUS.get(status) or _BY_STATUS[500]
    return titles[language]

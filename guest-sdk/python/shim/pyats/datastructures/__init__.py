"""Containers that pyATS scripts use:

`from pyats.datastructures import AttrDict, NestedAttrDict, …`; choosing by `logic` is beside them.
"""

from .attrdict import AttrDict, NestedAttrDict
from .classproperty import classproperty
from .configuration import Configuration
from .factory import MetaClassFactory
from .listdict import ListDict
from .orderabledict import OrderableDict
from .treenode import TreeNode
from .weaklist import WeakList

__all__ = [
    "AttrDict",
    "NestedAttrDict",
    "classproperty",
    "Configuration",
    "MetaClassFactory",
    "ListDict",
    "OrderableDict",
    "TreeNode",
    "WeakList",
]

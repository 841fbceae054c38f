"""Sections of several bases: which is first."""
from orders_bases import Far, FarMixin
from pyats import aetest


class Mixin:
    @aetest.test
    def z_mixed(self):
        pass

    @aetest.test
    def a_mixed(self):
        pass


class Base(aetest.Testcase):
    @aetest.test
    def z_base(self):
        pass

    @aetest.test
    def a_base(self):
        pass


class BaseFirst(Base, Mixin):
    @aetest.test
    def z_own(self):
        pass

    @aetest.test
    def a_own(self):
        pass

    @aetest.test
    def a_base(self):
        pass


class MixinFirst(Mixin, Base):
    @aetest.test
    def own(self):
        pass


class NearAndFar(Base, Far):
    @aetest.test
    def own(self):
        pass


class WithFarMixin(Base, FarMixin):
    @aetest.test
    def own(self):
        pass


class All(Far, FarMixin, Mixin, Base):
    @aetest.test
    def z_own(self):
        pass

    @aetest.test
    def a_own(self):
        pass


def make(name):
    def function(self):
        pass
    function.__name__ = name
    return aetest.processors()(aetest.test(function))


class Made(aetest.Testcase):
    pass


for name in ('third', 'first', 'second'):
    setattr(Made, name, make(name))
